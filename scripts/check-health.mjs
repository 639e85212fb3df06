// Ends well when the server on this machine answers. For a container's health check; a worker listens to nobody.
if (process.env.ROLE !== 'worker') {
  const answer = await fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).catch(() => null)
  process.exitCode = answer?.ok ? 0 : 1
}
