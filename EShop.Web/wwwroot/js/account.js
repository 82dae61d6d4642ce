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
