// Opens the notice while the connection of an interactive page is gone; its words are in the page.
const notice = document.getElementById('components-reconnect-modal');
if (notice) {
  notice.addEventListener('components-reconnect-state-changed', event => {
    const state = event.detail.state;
    if (state === 'show') notice.showModal();
    else if (state === 'hide') notice.close();
    else if (state === 'rejected') location.reload();
  });
  notice.querySelector('[data-reload]').addEventListener('click', () => location.reload());
  notice.querySelector('[data-resume]').addEventListener('click', async () => {
    const resumed = await Blazor.resumeCircuit();
    if (!resumed) location.reload();
  });
}
