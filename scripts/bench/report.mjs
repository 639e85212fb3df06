const columns = [
  ['database', row => row.engine], ['tickets', row => row.tickets.toLocaleString('en')], ['page', row => row.page],
  ['a second, 1', row => row.one?.perSecond], ['p50', row => row.one?.p50], ['p95', row => row.one?.p95], ['p99', row => row.one?.p99],
  ['a second, 8', row => row.eight?.perSecond], ['p50', row => row.eight?.p50], ['p95', row => row.eight?.p95], ['p99', row => row.eight?.p99],
  ['SQL alone p50', row => row.floor?.p50], ['× floor', row => row.floor?.p50 ? Math.round(10 * row.one.p50 / row.floor.p50) / 10 : undefined],
  ['bytes', row => row.bytes], ['MB', row => row.eight?.memory.app]
]

/** The results as a Markdown table: times in milliseconds, “1” and “8” are connections. */
export function tableOf (rows) {
  const lines = rows.map(row => columns.map(([, cell]) => String(cell(row) ?? '–')))
  return [columns.map(([title]) => title), columns.map(() => '---'), ...lines].map(cells => `| ${cells.join(' | ')} |`).join('\n')
}
