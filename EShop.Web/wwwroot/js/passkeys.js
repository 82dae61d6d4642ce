// Forms that make or show a passkey: <form data-passkey="make|show" data-begin="address">. The browser's answer is put
// into the form's hidden fields and posted like any other. Listening on the document outlives enhanced navigation.
const knowsPasskeys = typeof PublicKeyCredential === 'function'
  && typeof PublicKeyCredential.parseCreationOptionsFromJSON === 'function'
  && typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function';

document.documentElement.toggleAttribute('data-no-passkeys', !knowsPasskeys);

async function askForPasskey(form) {
  const answer = await fetch(form.dataset.begin, { method: 'POST', body: new FormData(form) });
  const begun = await answer.json();
  if (begun.goTo) {
    location.assign(begun.goTo);
    return null;
  }
  if (!answer.ok) throw new Error(begun.text);
  const credential = form.dataset.passkey === 'make'
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(begun.options) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(begun.options) });
  return { challenge: begun.id, credential: JSON.stringify(credential.toJSON()) };
}

document.addEventListener('submit', async event => {
  const form = event.target.closest('form[data-passkey]');
  if (!form || form.elements['Passkey.Credential'].value) return;
  event.preventDefault();
  const status = form.querySelector('[data-passkey-status]');
  const button = form.querySelector('button[type="submit"]');
  status.textContent = '';
  button.disabled = true;
  try {
    const made = await askForPasskey(form);
    if (!made) return;
    form.elements['Passkey.Challenge'].value = made.challenge;
    form.elements['Passkey.Credential'].value = made.credential;
    form.submit();
  } catch (failure) {
    // The browser has told why in a window of its own, or the visitor has closed it; ours say it themselves.
    status.textContent = failure instanceof DOMException || !failure.message ? form.dataset.failed : failure.message;
    button.disabled = false;
  }
});
