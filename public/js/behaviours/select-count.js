// Says how many tickets are selected, and hides what needs a selection while there is none.
// data-select-count holds the words, with # where the number goes.

const forms = 'form[data-behaviour~="select-count"]'

document.addEventListener('change', ({ target }) => {
  const form = target.closest(forms)
  if (form) show(form)
})
document.addEventListener('htmx:after:swap', showAll)
window.addEventListener('pageshow', showAll)
showAll()

function showAll () {
  for (const form of document.querySelectorAll(forms)) show(form)
}

function show (form) {
  const count = form.querySelectorAll('.queue-pick:checked').length
  for (const part of form.querySelectorAll('[data-when-selected]')) part.hidden = count === 0
  for (const place of form.querySelectorAll('[data-select-count]')) {
    const text = count === 0 ? '' : (place.dataset.selectCount || '#').replace('#', String(count))
    if (place.textContent !== text) place.textContent = text
  }
}
