import fc from 'fast-check'
import t from 'tap'
import { attachmentHeader, safeFileName } from '../../src/platform/storage/file-name.js'
import { holds } from '../support/property.js'

const devices = ['CON', 'PRN', 'AUX', 'NUL', 'COM0', 'COM1', 'com9', 'LPT1', 'lpt9', 'COM¹', 'LPT³', 'CONIN$', 'conout$', 'CLOCK$']

t.test('a name that means something else on Windows is changed so that it means a file', async t => {
  for (const name of devices) {
    for (const given of [name, `${name}.txt`, `${name}.tar.gz`, `${name} .txt`, `${name}.`, `${name} `, `C:\\folder\\${name}`, `/tmp/${name}.log`]) t.match(safeFileName(given), /^_/, given)
  }
  for (const [given, safe] of [
    ['report.pdf:hidden.exe', 'report.pdf_hidden.exe'], ['report.pdf::$DATA', 'report.pdf__$DATA'], ['report.pdf.', 'report.pdf'], ['report.pdf . .', 'report.pdf'], ['report.pdf.\u00A0', 'report.pdf'],
    ['../../etc/passwd', 'passwd'], ['..\\..\\boot.ini', 'boot.ini'], ['\\\\server\\share\\x.txt', 'x.txt'], ['a<b>|"?*.txt', 'a_b_____.txt'], ['..', 'file'], ['. .', 'file'], ['', 'file'], ['/', 'file'],
    ['photo\u202Egpj.exe', 'photogpj.exe'], ['a\r\nb\u0000c\u0085.txt', 'abc.txt'], ['e\u200B\u0301.txt', 'é.txt'], ['Größe – 2.xlsx', 'Größe – 2.xlsx'], ['CONTRACT.txt', 'CONTRACT.txt'], ['.env', '.env'], ['COM10.txt', 'COM10.txt']
  ] as const) t.equal(safeFileName(given), safe, JSON.stringify(given))
})

t.test('a name that is too long loses its middle, never its ending', async t => {
  for (const letter of ['x', 'ü', '中', '🎈']) {
    const safe = safeFileName(`${letter.repeat(400)}.invoice.pdf`)
    t.ok(Buffer.byteLength(safe) <= 230 && safe.length <= 230, `${letter}: ${Buffer.byteLength(safe)} bytes`)
    t.match(safe, /….*\.invoice\.pdf$/)
    t.ok(safe.isWellFormed(), 'no letter is cut in two')
  }
})

const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }), fc.constantFrom(...devices, '.', ' ', '..', '/', '\\', ':', '::$DATA', '\u202E', '\u200B', '\u0301', '\u00A0', '\uD800', '\r\n', '%2e%2e%2f', '"', 'x'.repeat(300), '中'.repeat(120), '.txt')
)

t.test('whatever a file is called, its name can be saved under anywhere, is told in one header line, and stays as it is when made safe again', async t => {
  holds(t, fc.array(piece, { maxLength: 6 }).map(pieces => pieces.join('')), given => {
    const name = safeFileName(given)
    const wrong = [
      name === '' && 'empty', /[/\\<>:"|?*\u0000-\u001F\u007F-\u009F\u202A-\u202E]/.test(name) && 'a letter that is not allowed', /[.\s]$|^\s/.test(name) && 'a dot or blank at an end',
      /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³])\s*(?:\.|$)/i.test(name) && 'a device', Buffer.byteLength(name) > 230 && 'too long', !name.isWellFormed() && 'half a letter', safeFileName(name) !== name && 'another name the second time',
      !/^attachment; filename="[^"\\%\r\n]+"; filename\*=UTF-8''[\w.~!#$&+^`|%-]+$/.test(attachmentHeader(given)) && 'a header that is none'
    ].filter(Boolean)
    if (wrong.length > 0) throw new Error(`${JSON.stringify(given)} became ${JSON.stringify(name)}: ${wrong.join(', ')}`)
  }, 2000)
})
