// A chosen picture is shown before it is sent, with the square that is kept of it. The sliders are the form's own
// fields, so keys work on them as on any other; dragging the picture moves them. Without this file the middle is kept.
(() => {
  const SMALLER_SIDE = 2048;
  const newest = new WeakMap();

  const clamp = (value, min, max) => Math.min(Math.max(value, min), max);

  // Null for what the browser does not know as a picture.
  async function open(file) {
    try {
      (await createImageBitmap(file)).close();
      const picture = new Image();
      picture.src = URL.createObjectURL(file);
      await picture.decode();
      return picture;
    } catch {
      return null;
    }
  }

  // Photographs are often larger than the shop takes; the browser can make them smaller without being asked.
  async function smaller(picture) {
    const scale = Math.min(1, SMALLER_SIDE / Math.max(picture.naturalWidth, picture.naturalHeight));
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.round(picture.naturalWidth * scale));
    canvas.height = Math.max(1, Math.round(picture.naturalHeight * scale));
    const brush = canvas.getContext('2d');
    brush.fillStyle = 'white';
    brush.fillRect(0, 0, canvas.width, canvas.height);
    brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise(done => canvas.toBlob(done, 'image/jpeg', 0.9));
    return blob && new File([blob], 'picture.jpg', { type: 'image/jpeg' });
  }

  function isTooLarge(input, file, picture) {
    const [width, height] = [picture.naturalWidth, picture.naturalHeight];
    return file.size > Number(input.dataset.bytesMax) || width * height > Number(input.dataset.areaMax)
      || Math.max(width, height) > Number(input.dataset.sideMax);
  }

  class Crop {
    constructor(field) {
      this.view = field.querySelector('.crop-view');
      this.image = field.querySelector('img');
      [this.zoom, this.x, this.y] = ['zoom', 'x', 'y'].map(name => field.querySelector(`[data-crop="${name}"]`));
    }

    // All in pixels of the upright picture.
    get side() {
      return Math.min(this.image.naturalWidth, this.image.naturalHeight) * 100 / Number(this.zoom.value);
    }

    roomOf(slider) {
      return (slider === this.x ? this.image.naturalWidth : this.image.naturalHeight) - this.side;
    }

    fromOf(slider) {
      return this.roomOf(slider) * Number(slider.value) / Number(slider.max);
    }

    moveTo(slider, from) {
      const room = this.roomOf(slider);
      slider.value = room > 0 ? clamp(from / room, 0, 1) * Number(slider.max) : Number(slider.max) / 2;
    }

    // The middle of what is seen stays where it is.
    zoomTo(value) {
      const middles = [this.x, this.y].map(slider => [slider, this.fromOf(slider) + this.side / 2]);
      this.zoom.value = value;
      middles.forEach(([slider, middle]) => this.moveTo(slider, middle - this.side / 2));
    }

    draw() {
      const percent = pixels => `${pixels / this.side * 100}%`;
      this.image.style.width = percent(this.image.naturalWidth);
      this.image.style.height = percent(this.image.naturalHeight);
      this.image.style.left = percent(-this.fromOf(this.x));
      this.image.style.top = percent(-this.fromOf(this.y));
      for (const slider of [this.x, this.y]) slider.disabled = this.roomOf(slider) < 1;
      this.drawnZoom = this.zoom.value;
    }

    show(picture) {
      this.image.src = picture.src;
      return this.image.decode().then(() => {
        this.zoom.value = this.zoom.min;
        for (const slider of [this.x, this.y]) slider.value = Number(slider.max) / 2;
        this.draw();
      });
    }
  }

  const crops = new WeakMap();
  const cropOf = field => crops.get(field) ?? crops.set(field, new Crop(field)).get(field);

  async function chosen(input) {
    const field = document.querySelector(`[data-crop-of="${input.id}"]`);
    const file = input.files[0];
    newest.set(input, file);
    const name = input.parentElement.querySelector('[data-file-name]');
    name.textContent = file ? file.name : name.dataset.none;
    field.hidden = true;
    input.setCustomValidity('');
    if (!file) return;
    const picture = await open(file);
    if (newest.get(input) !== file) return;
    if (picture && isTooLarge(input, file, picture)) {
      const made = await smaller(picture);
      if (newest.get(input) !== file) return;
      if (made) {
        const files = new DataTransfer();
        files.items.add(made);
        input.files = files.files;
      }
    }
    // What the browser cannot show is for the shop to judge, unless it is too much to send.
    if (input.files[0].size > Number(input.dataset.bytesMax)) input.setCustomValidity(input.dataset.tooLarge);
    input.reportValidity();
    if (!picture) return;
    await cropOf(field).show(picture);
    field.hidden = false;
  }

  document.addEventListener('change', event => {
    const input = event.target.closest('input[type="file"][data-bytes-max]');
    if (input) chosen(input);
  });

  document.addEventListener('input', event => {
    const field = event.target.closest('[data-crop-of]');
    if (!field) return;
    const crop = cropOf(field);
    if (event.target === crop.zoom) {
      const wanted = crop.zoom.value;
      crop.zoom.value = crop.drawnZoom;
      crop.zoomTo(wanted);
    }
    crop.draw();
  });

  document.addEventListener('pointerdown', event => {
    const view = event.target.closest('.crop-view');
    if (!view) return;
    const crop = cropOf(view.closest('[data-crop-of]'));
    const start = [crop.fromOf(crop.x), crop.fromOf(crop.y)];
    const scale = crop.side / view.clientWidth;
    const move = moved => {
      crop.moveTo(crop.x, start[0] - (moved.clientX - event.clientX) * scale);
      crop.moveTo(crop.y, start[1] - (moved.clientY - event.clientY) * scale);
      crop.draw();
    };
    const end = () => {
      view.removeEventListener('pointermove', move);
      view.classList.remove('moving');
    };
    view.setPointerCapture(event.pointerId);
    view.classList.add('moving');
    view.addEventListener('pointermove', move);
    view.addEventListener('pointerup', end, { once: true });
    view.addEventListener('pointercancel', end, { once: true });
    event.preventDefault();
  });
})();
