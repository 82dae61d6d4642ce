// Small conveniences; every page works without them. Listening on the document outlives enhanced navigation.
document.addEventListener('click', event => {
  if (event.target.closest('[data-print]')) {
    window.print();
    return;
  }
  const show = event.target.closest('[data-show]');
  if (show) {
    const field = document.getElementById(show.dataset.show);
    const shown = field.type === 'text';
    field.type = shown ? 'password' : 'text';
    show.setAttribute('aria-pressed', String(!shown));
    field.focus();
    return;
  }
  const step = event.target.closest('[data-step]');
  if (step) {
    const field = step.parentElement.querySelector('input');
    if (Number(step.dataset.step) < 0) field.stepDown(); else field.stepUp();
    field.dispatchEvent(new Event('change', { bubbles: true }));
    return;
  }
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener('keydown', event => {
  if (event.key !== 'Escape') return;
  const menu = event.target.closest?.('details.menu[open]');
  if (menu) {
    menu.open = false;
    menu.querySelector('summary').focus();
  }
});

// <div data-look-again="address">: the page awaits news and looks again, unless the visitor has gone on meanwhile.
const awaited = document.querySelector('[data-look-again]');
if (awaited) {
  setTimeout(() => {
    if (awaited.isConnected) location.replace(awaited.dataset.lookAgain);
  }, 2000);
}

// A form that says so sends itself once a choice in it is made, such as how many of a thing.
let sending;
document.addEventListener('change', event => {
  const form = event.target.closest('form[data-live]');
  if (!form) return;
  clearTimeout(sending);
  sending = setTimeout(() => form.requestSubmit(), 400);
});
