// Management asks before what cannot be undone (AdminVoiceBox), so that nothing behind the question is reached.
window.ask = dialog => dialog.showModal();
