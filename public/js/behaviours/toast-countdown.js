// Counts down the seconds in which something can still be taken back, then takes the offer away.

const ends = new WeakMap()

setInterval(tickAll, 1000)
tickAll()

function tickAll () {
  for (const place of document.querySelectorAll('[data-countdown]')) tick(place)
}

function tick (place) {
  if (!ends.has(place)) ends.set(place, Date.now() + Number(place.dataset.countdown) * 1000)
  const seconds = Math.ceil((ends.get(place) - Date.now()) / 1000)
  if (seconds > 0) place.textContent = place.textContent.replace(/\d+/, String(seconds))
  else place.closest('.toast, form')?.remove()
}
