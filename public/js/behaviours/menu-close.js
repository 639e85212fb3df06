// Menus are <details>. They close on Escape and on a click elsewhere.

document.addEventListener('click', ({ target }) => {
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (!menu.contains(target)) menu.open = false
  }
})

document.addEventListener('keydown', event => {
  if (event.key !== 'Escape' || event.defaultPrevented) return
  const menu = event.target.closest('details.menu[open]') ?? document.querySelector('details.menu[open]')
  if (!menu) return
  menu.open = false
  menu.querySelector('summary').focus()
})
