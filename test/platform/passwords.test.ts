import { verify } from '@node-rs/argon2'
import t from 'tap'
import { hashPassword, verifyPassword } from '../../src/platform/security/passwords.js'

t.test('where there is no account the same work is done as where there is one', async t => {
  const worked: string[] = []
  const fits = async (kept: string | null, password: string): Promise<boolean> => verifyPassword(kept, password, async (hash, password) => {
    worked.push(hash.split('$').slice(1, 4).join(' '))
    return verify(hash, password)
  })
  const known = await hashPassword('brass key by the door')

  t.equal(await fits(known, 'brass key by the door'), true)
  t.equal(await fits(known, 'iron key by the door'), false)
  t.equal(await fits(null, 'brass key by the door'), false)
  const cost = 'argon2id v=19 m=19456,t=2,p=1'
  t.strictSame(worked, [cost, cost, cost])
})
