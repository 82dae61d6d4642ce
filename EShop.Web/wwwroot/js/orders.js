// The page of an order keeps itself current: <div data-order-news="address" data-order-version="7"> around parts with
// an id and data-live. The server says when there is another version; the page is then fetched once more, and the parts
// that differ are put in place. Without script a reload shows the same.
const orderNews = { stream: null, page: null, asking: false, againAt: 0 };
const orderNewsPause = 10000;

function isInUse(part) {
  const focused = document.activeElement;
  const isTyping = part.contains(focused) && focused.matches('input, textarea, select');
  return isTyping || part.querySelector('details[open]') !== null;
}

async function refreshOrder(page, version) {
  if (orderNews.asking || page.dataset.orderVersion === version) return;
  orderNews.asking = true;
  try {
    const answer = await fetch(location.href).catch(() => null);
    if (!answer?.ok || !page.isConnected) return; // the next event tells again
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const other = fresh.querySelector('[data-order-news]');
    if (!other) return;
    for (const part of page.querySelectorAll('[data-live]')) {
      const now = fresh.getElementById(part.id);
      // What somebody is just filling in stays; the server answers a press on what is gone in words.
      if (now && now.innerHTML !== part.innerHTML && !isInUse(part)) part.innerHTML = now.innerHTML;
    }
    page.dataset.orderVersion = other.dataset.orderVersion;
  } finally {
    orderNews.asking = false;
  }
  // It may have changed once more meanwhile: the stream says so again at its next look.
}

function leaveOrderNews() {
  orderNews.stream?.close();
  orderNews.stream = orderNews.page = null;
}

// A page that nobody looks at holds no connection: a browser has six for a whole shop.
function followOrderNews() {
  const page = document.hidden ? null : document.querySelector('[data-order-news]');
  if (page === orderNews.page && orderNews.stream?.readyState !== EventSource.CLOSED) return;
  leaveOrderNews();
  if (!page || Date.now() < orderNews.againAt) return;
  orderNews.page = page;
  orderNews.stream = new EventSource(page.dataset.orderNews);
  orderNews.stream.onmessage = event => refreshOrder(page, event.data);
  orderNews.stream.onerror = () => { orderNews.againAt = Date.now() + orderNewsPause; };
}

setInterval(followOrderNews, 500);
document.addEventListener('visibilitychange', followOrderNews);
followOrderNews();
