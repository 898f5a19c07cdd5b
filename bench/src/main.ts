import { race, FULL, QUICK } from './decide/race.ts'
import { raceTables } from './decide/tables.ts'
import { tableText } from './report/table.ts'
const effort = process.argv.includes('--quick') ? QUICK : FULL
const r = await race(effort, (t) => console.error(t))
for (const t of raceTables(r)) console.log(tableText(t))
