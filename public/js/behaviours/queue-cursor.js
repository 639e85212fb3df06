// j and k walk through a queue, o opens a ticket, x selects it. Coming back, the row that was opened is marked.

const memory = 'queue-row'
const fields = 'input:not([type="checkbox"]), textarea, select'

document.addEventListener('keydown', event => {
  if (document.documentElement.dataset.keys === 'off' || event.defaultPrevented) return
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest(fields)) return
  const rows = [...document.querySelectorAll('.queue-row')]
  const place = rows.findIndex(row => row.hasAttribute('aria-current'))
  if (event.key === 'j') moveTo(rows[place + 1])
  else if (event.key === 'k') moveTo(rows[Math.max(0, place - 1)])
  else if (event.key === 'o') linkOf(rows[place])?.click()
  else if (event.key === 'x') rows[place]?.querySelector('.queue-pick')?.click()
})

document.addEventListener('click', ({ target }) => {
  const row = target.closest('.queue-row a')?.closest('.queue-row')
  if (row) sessionStorage.setItem(memory, row.id)
})

function moveTo (row) {
  if (!row) return
  mark(row)
  linkOf(row)?.focus({ preventScroll: true })
  row.scrollIntoView({ block: 'nearest' })
}

function mark (row) {
  for (const other of document.querySelectorAll('.queue-row[aria-current]')) other.removeAttribute('aria-current')
  row.setAttribute('aria-current', 'true')
}

function linkOf (row) {
  return row?.querySelector('.queue-subject a')
}

const last = document.getElementById(sessionStorage.getItem(memory) ?? '')
if (last?.matches('.queue-row')) {
  mark(last)
  last.scrollIntoView({ block: 'nearest' })
}
