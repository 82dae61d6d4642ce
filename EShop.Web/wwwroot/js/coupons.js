// The coupon centre lives: how many are left, and how long until one opens, by the server's clock. Without script the
// same stands there in words, and a press is a form's post either way.
const pause = 3000;
let ahead; // by how much the server's clock is ahead of this one's

const twoDigits = number => String(number).padStart(2, '0');

function duration(milliseconds) {
  const seconds = Math.ceil(milliseconds / 1000);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours > 0 ? `${hours}:` : ''}${twoDigits(minutes)}:${twoDigits(seconds % 60)}`;
}

function showLeft(row) {
  const place = document.querySelector(`[data-coupon-left="${row.id}"]`);
  if (!place) return;
  place.querySelector('progress').value = row.left;
  place.querySelector('span').textContent =
    row.left > 0 ? place.dataset.text.replace('{0}', row.left) : place.dataset.gone;
}

// The server decides at the press whether it has opened; this only shows the button.
function countDown() {
  for (const place of document.querySelectorAll('[data-opens]')) {
    const left = Number(place.dataset.opens) - Date.now() - ahead;
    place.hidden = left <= 0;
    place.textContent = place.dataset.text.replace('{0}', duration(Math.max(left, 0)));
    if (left > 0) continue;
    place.previousElementSibling.hidden = true;
    const button = place.parentElement.querySelector('[data-at-opening]');
    if (button) button.hidden = false;
  }
}

async function look() {
  const centre = document.querySelector('[data-coupons]');
  if (!centre || document.hidden) return;
  const asked = Date.now();
  const answer = await fetch(centre.dataset.coupons).catch(() => null);
  if (!answer?.ok) return; // the next look tells
  const now = await answer.json();
  // An answer from a cache is older than it looks: the clock that is furthest ahead is the right one.
  const measured = now.at - (asked + Date.now()) / 2;
  ahead = ahead === undefined ? measured : Math.max(ahead, measured);
  now.coupons.forEach(showLeft);
}

setInterval(look, pause);
setInterval(() => ahead === undefined || countDown(), 250);
document.addEventListener('visibilitychange', look);
look();
