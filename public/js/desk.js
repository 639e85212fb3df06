// What the desk and the admin pages can do beyond HTML. Every page works without it.
import './vendor/htmx.min.js'
import './behaviours/keys.js'
import './behaviours/queue-cursor.js'
import './behaviours/select-count.js'
import './behaviours/menu-close.js'
import './behaviours/draft.js'
import './behaviours/live.js'
import './behaviours/toast-countdown.js'
