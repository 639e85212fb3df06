import { permissions, type Permission } from '../platform/actor.js'
import type { Translate } from '../platform/i18n/translate.js'
import type { Option } from './me.presenter.js'
import type { Role } from './role.entity.js'

type RoleLine = Pick<Role, 'id' | 'name' | 'description' | 'permissions'> & { agents: number }

export interface RoleMatrix {
  roles: Array<{ path: string, name: string, description: string }>
  rows: Array<{ label: string, cells: boolean[] }>
}

/** Permissions down, roles across. */
export function presentRoles (roles: RoleLine[], t: Translate): RoleMatrix {
  return {
    roles: roles.map(({ id, name, description }) => ({ path: `/admin/roles/${id}`, name, description })),
    rows: permissions.map(permission => ({ label: t(`accounts.may.${permission}`), cells: roles.map(role => role.permissions.includes(permission)) }))
  }
}

export interface RoleForm {
  id: number | null
  version: number
  title: string
  action: string
  name: string
  description: string
  permissions: Option[]
  effect: string
  mayRemove: boolean
}

/** The form in which a role is added or changed. */
export function presentRoleForm ({ id, version, name, description, permissions: held, agents }: { id: number | null, version: number, name: string, description: string, permissions: Permission[], agents: number }, t: Translate): RoleForm {
  return {
    id,
    version,
    title: id === null ? t('accounts.role.new') : name,
    action: id === null ? '/admin/roles' : `/admin/roles/${id}`,
    name,
    description,
    permissions: permissions.map(permission => ({ value: permission, label: t(`accounts.may.${permission}`), chosen: held.includes(permission) })),
    effect: t('accounts.role.applies', { count: agents }),
    mayRemove: id !== null && agents === 0
  }
}
