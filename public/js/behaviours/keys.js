// A key presses the control that names it in data-key, so that nothing can be done by key alone.
// "g m" is two keys, one after the other. Inside a field only combinations with Ctrl count.

// The menu with the priority holds the status too.
const sameAs = { 'Ctrl+k': '/', s: 'p' }
const fields = 'input:not([type="checkbox"], [type="radio"], [type="button"]), textarea, select, [contenteditable]'
let first = ''

document.addEventListener('keydown', event => {
  if (document.documentElement.dataset.keys === 'off' || event.defaultPrevented || event.isComposing || event.altKey) return
  const isCombined = event.ctrlKey || event.metaKey
  if (event.target.closest(fields) && !isCombined) return

  const typed = isCombined ? `Ctrl+${event.key}` : event.key
  const key = first === '' ? sameAs[typed] ?? typed : `${first} ${typed}`
  first = first === '' && key === 'g' ? 'g' : ''
  const control = key === 'Ctrl+Enter' ? sendButton(event.target) : controlFor(key)
  if (!control) return
  event.preventDefault()
  press(control)
})

function controlFor (key) {
  return [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find(isShown)
}

/** The one visible button that sends the form in which somebody types. */
function sendButton (target) {
  const buttons = target.closest('form')?.querySelectorAll('[data-key="Ctrl+Enter"], .button-main, .button-note') ?? []
  return [...buttons].find(isShown)
}

function isShown (element) {
  return element.checkVisibility()
}

function press (control) {
  if (control.matches(fields)) return control.focus()
  control.click()
  if (control.matches('input[type="radio"]')) control.form?.querySelector('textarea')?.focus()
  const menu = control.matches('summary') ? control.parentElement : null
  if (menu?.open) menu.querySelector('a, button, input:not([type="hidden"]), select, textarea')?.focus()
}
