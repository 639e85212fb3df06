export const secretPurpose = 'webhook-secret'
