// For the pages of accounts; each works without it. Listening on the document outlives enhanced navigation.

// Who cannot see the captcha lets the browser find a number instead (docs/decisions: captcha).
document.addEventListener('click', event => {
  const button = event.target.closest('[data-captcha-work]');
  if (!button) return;
  const field = button.closest('[data-captcha]');
  const status = field.querySelector('[data-captcha-status]');
  const answer = field.querySelector('input[type="text"]');
  status.textContent = status.dataset.working;
  button.disabled = true;
  const failed = () => {
    status.textContent = status.dataset.failed;
    button.disabled = false;
  };
  const worker = new Worker('/js/captcha-work.js');
  worker.onerror = failed;
  worker.onmessage = found => {
    worker.terminate();
    field.querySelector('[name="Form.CaptchaWork"]').value = found.data;
    answer.required = false;
    status.textContent = status.dataset.done;
  };
  worker.postMessage({ id: field.dataset.captcha, bits: Number(field.dataset.bits) });
});

// The chosen picture is shown before it is sent; one that is too large is not sent at all.
document.addEventListener('change', event => {
  const input = event.target.closest('input[type="file"][data-bytes-max]');
  if (!input) return;
  const file = input.files[0];
  const tooLarge = file && file.size > Number(input.dataset.bytesMax);
  input.setCustomValidity(tooLarge ? input.dataset.tooLarge : '');
  input.reportValidity();
  const place = document.querySelector(`[data-preview-of="${input.id}"]`);
  if (!place || !file || tooLarge) return;
  const picture = document.createElement('img');
  picture.className = 'avatar large';
  picture.alt = '';
  picture.src = URL.createObjectURL(file);
  picture.onload = () => URL.revokeObjectURL(picture.src);
  place.replaceChildren(picture);
});
