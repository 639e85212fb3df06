// News from the server for the page on screen. It fills the bar and the line of people, and never touches
// the list or what somebody types. A page in the background keeps no connection open.

const shortestPause = 5_000
const longestPause = 120_000

let source = null
let again = null
let pause = shortestPause

document.addEventListener('visibilitychange', listen)
document.addEventListener('htmx:after:swap', listen)
window.addEventListener('pagehide', stop)
window.addEventListener('pageshow', listen)
listen()

function listen () {
  const path = document.querySelector('[data-behaviour~="live"]')?.dataset.livePath
  if (document.hidden || !path) return stop()
  const url = new URL(path, location.href).href
  if (source?.url === url && source.readyState !== EventSource.CLOSED) return
  stop()
  source = new EventSource(url)
  source.addEventListener('news', ({ data }) => { showNews(JSON.parse(data)) })
  source.addEventListener('presence', ({ data }) => { showPeople(JSON.parse(data)) })
  source.addEventListener('open', () => { pause = shortestPause })
  source.addEventListener('error', tryAgain)
}

/** A browser opens a stream that broke off by itself, but not one that was refused, as while the server starts anew. */
function tryAgain ({ target }) {
  if (target.readyState !== EventSource.CLOSED) return
  again = setTimeout(listen, pause)
  pause = Math.min(pause * 2, longestPause)
}

function stop () {
  clearTimeout(again)
  source?.close()
  source = null
}

function showNews ({ count, text, href }) {
  for (const bar of document.querySelectorAll('[data-news]')) {
    const link = bar.matches('a') ? bar : bar.querySelector('a')
    link.textContent = text
    if (href) link.href = href
    bar.hidden = count === 0
  }
}

/** Each of the people is { initials, text }: “Ben is writing a note”. */
function showPeople ({ people }) {
  for (const place of document.querySelectorAll('[data-presence]')) place.replaceChildren(...people.map(draw))
}

function draw ({ initials, text }) {
  const [line, avatar] = [document.createElement('span'), document.createElement('span')]
  line.className = 'presence'
  avatar.className = 'avatar avatar-agent avatar-small'
  avatar.ariaHidden = 'true'
  avatar.textContent = initials
  line.append(avatar, text)
  return line
}
