import { loadAgentActor } from '../accounts/actor.queries.js'
import { saveArticle, type ArticleForm } from '../knowledge/commands/save-article.js'
import { saveCategory } from '../knowledge/commands/save-category.js'
import { system } from '../platform/actor.js'
import { withActor, type Platform } from '../platform/context.js'
import type { DemoOrganisation } from './demo-organisation.js'

type Written = Pick<ArticleForm, 'title' | 'body'> & Partial<ArticleForm>

const scan = `Most often the scan is too large for mail. The mail server takes files up to **20 MB**; a colour scan of about 30 pages at 400 dpi is larger.

# Send it smaller

1. At the copier, choose **Scan, Settings**.
2. Set **Resolution** to 200 dpi and **Colour** to “Black and white”.
3. Scan again. The mail arrives within two minutes.

# Or scan to your home folder

Hold your campus card to the reader, choose **My folder**, then **Start**. There is no limit on size.`

const homeFolder = `Hold your campus card to the copier, choose **My folder**. The file is there within a minute, also when it is large.

# Open it from outside

- On campus the folder is on your desktop, as “Home”.
- From home, sign in at https://files.riverside.example with your university account.`

const jam = `A jam is nearly always a small piece of paper that was torn off.

1. Open the door that the display shows, and the one behind it.
2. Pull the paper out **with both hands**, in the direction in which it moves.
3. Take the tray out and put it back in until it clicks.

Does the display still show a jam? Tell us the number on the label of the printer, such as PR-0317.`

const password = `You need the mobile phone whose number you gave when you enrolled.

1. Open https://account.riverside.example and choose **Forgotten**.
2. Enter your user name. It is the part of your address before the @.
3. Type the code that we send to your phone, then a new password of at least 12 characters.

After a change, your phone and laptop ask for the new password once. Until then the Wi-Fi does not connect.`

const wifi = `Choose the network **eduroam** and sign in with your whole address, such as maria.keller@riverside.example, and the password of your university account.

# It was fine yesterday

- Did you change your password? Let the device forget the network, then connect anew.
- Are you in the Old Library? Parts of it have no reception; the reading room has.

Other networks with the name of the university are not ours. Please tell us when you see one.`

const heating = `The heating follows the timetable: an hour before the first lecture of a room it is warm, and an hour after the last one it cools down.

- Turn the valve to 3. Higher does not make it warmer, only longer.
- A window that stands open switches the radiator off for half an hour.

Is the room below 18 °C in a lecture? Ask for help and name building and room, we look at it the same day.`

const reset = `Only with the campus card or the passport in hand, and never by phone.

1. Compare photo and name, and the date of birth with the register.
2. Set a password for one day in the console and tick **Change at next sign-in**.
3. Write in a note what you have compared, not the password.`

/** What the university has written down for those who ask, and what its agents keep for themselves. */
export async function createDemoArticles (platform: Platform, { agents: { ana }, topics: { printing, accounts, heating: rooms } }: DemoOrganisation): Promise<void> {
  const ctx = withActor(platform, await loadAgentActor(platform.db.read, ana.id) ?? system)
  const category = async (name: string, description: string) => saveCategory(ctx, null, { name, description }, 0)
  const write = async (categoryId: number, article: Written, counts: { helped: number, notHelped: number, spared: number }): Promise<void> => {
    const { id } = await saveArticle(ctx, null, { visibility: 'public', state: 'published', locale: null, topicIds: [], categoryId, ...article }, 0)
    await platform.db.transaction(async manager => manager.query('UPDATE articles SET helped = ?, not_helped = ?, spared = ? WHERE id = ?', [counts.helped, counts.notHelped, counts.spared, id]))
  }

  const account = await category('Account and password', 'Signing in, two-step codes, access')
  const print = await category('Printing and scanning', 'Printers, copiers, print credit')
  const network = await category('Network and Wi-Fi', 'eduroam, cable, VPN')
  const house = await category('Rooms and heating', 'Warmth, light, furniture')

  await write(print.id, { title: 'My scan does not arrive by mail', body: scan, topicIds: [printing.id] }, { helped: 212, notHelped: 9, spared: 48 })
  await write(print.id, { title: 'Scan to your home folder', body: homeFolder, topicIds: [printing.id] }, { helped: 96, notHelped: 4, spared: 11 })
  await write(print.id, { title: 'The printer says that paper is jammed', body: jam, topicIds: [printing.id] }, { helped: 41, notHelped: 12, spared: 7 })
  await write(account.id, { title: 'I forgot my password', body: password, topicIds: [accounts.id] }, { helped: 388, notHelped: 21, spared: 93 })
  await write(account.id, { title: 'Reset a password at the counter', body: reset, topicIds: [accounts.id], visibility: 'internal' }, { helped: 0, notHelped: 0, spared: 0 })
  await write(network.id, { title: 'Connect to the Wi-Fi', body: wifi }, { helped: 154, notHelped: 17, spared: 26 })
  await write(house.id, { title: 'A room is too cold or too warm', body: heating, topicIds: [rooms.id] }, { helped: 33, notHelped: 8, spared: 5 })
  await write(house.id, { title: 'Book a seminar room', body: 'Rooms are booked in the campus calendar, up to four weeks ahead.', state: 'draft' }, { helped: 0, notHelped: 0, spared: 0 })
}
