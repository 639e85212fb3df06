// Keeps what is being written as a draft on the server: seconds after the last key, and on leaving the field.
// The server answers with the words for [data-draft-note]. A draft that could not be kept is tried again.

const pause = 3000
const longestKeepalive = 60_000
const forms = 'form[data-behaviour~="draft"][data-draft-path]'
const known = new WeakMap()

document.addEventListener('input', ({ target: { form } }) => {
  if (!form?.matches(forms)) return
  const draft = known.get(form) ?? { kept: null, timer: 0, sending: null }
  known.set(form, draft)
  clearTimeout(draft.timer)
  draft.timer = setTimeout(keep, pause, form, draft)
})

document.addEventListener('focusout', ({ target }) => {
  const draft = known.get(target.form)
  if (draft) keep(target.form, draft)
})

// What is sent now must not come back as a draft afterwards.
document.addEventListener('submit', ({ target }) => {
  const draft = known.get(target)
  if (!draft) return
  clearTimeout(draft.timer)
  draft.sending?.abort()
  known.delete(target)
})

async function keep (form, draft) {
  clearTimeout(draft.timer)
  const content = contentOf(form)
  if (content === draft.kept || !form.isConnected || known.get(form) !== draft) return

  draft.sending?.abort()
  const { signal } = draft.sending = new AbortController()
  try {
    const answer = await fetch(form.dataset.draftPath, { method: 'POST', body: content, headers: { 'content-type': 'application/x-www-form-urlencoded' }, keepalive: content.length < longestKeepalive, signal })
    if (!answer.ok || answer.redirected) throw new Error(`The draft was not kept: ${answer.status}`)
    draft.kept = content
    const note = form.querySelector('[data-draft-note]')
    if (note) note.textContent = await answer.text()
  } catch (error) {
    if (error.name !== 'AbortError') draft.timer = setTimeout(keep, 5 * pause, form, draft)
  }
}

function contentOf (form) {
  return new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === 'string')).toString()
}
