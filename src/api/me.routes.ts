import { Type, type FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { agentOf } from '../plugins/desk-reading.js'
import { Id, MomentOrNull, Named } from './schemas.js'

const Me = Type.Object({
  key: Type.Object({ ...Named.properties, expiresAt: MomentOrNull }), scopes: Type.Array(Type.String()), agent: Type.Object({ id: Id, name: Type.String(), email: Type.String() }),
  departments: Type.Array(Type.Object({ id: Id, permissions: Type.Array(Type.String()) }))
}, { title: 'Me' })

/** What a key is and may do, to try it with. */
const meRoutes: FastifyPluginAsyncTypebox = async app => {
  app.get('/me', { schema: { response: { 200: Me } }, config: { operation: 'me_read' } }, async request => {
    const { id, name, email, departments } = agentOf(request)
    const { keyId, keyName, expiresAt, scopes } = request.program
    return { key: { id: keyId, name: keyName, expiresAt: expiresAt?.toISOString() ?? null }, scopes: [...scopes], agent: { id, name, email }, departments: [...departments].map(([department, held]) => ({ id: department, permissions: [...held] })) }
  })
}

export default meRoutes
