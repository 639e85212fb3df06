#Requires -RunAsAdministrator
<#
.SYNOPSIS
  Sets Ostiary up on Windows: gives the pool's identity its folder, and installs the worker as a task that starts with the machine.
.EXAMPLE
  .\deploy\iis\install.ps1 -Folder C:\ostiary -Pool ostiary
#>
param(
  [Parameter(Mandatory)] [string] $Folder,
  [string] $Pool = 'ostiary',
  [string] $Node = "$env:ProgramFiles\nodejs\node.exe"
)
$ErrorActionPreference = 'Stop'

if (-not (Test-Path $Node)) { throw "Node.js is not at $Node. Install it, or name its place with -Node." }
if (-not (Test-Path (Join-Path $Folder 'dist\server.js'))) { throw "There is no build in $Folder. Run npm ci and npm run build there first." }

# The only folders that are written to: the data, and what IIS logs of the start.
foreach ($name in 'var', 'logs') {
  $path = Join-Path $Folder $name
  New-Item -ItemType Directory -Force $path | Out-Null
  & icacls $path /grant "IIS AppPool\${Pool}:(OI)(CI)M" | Out-Null
}
& icacls $Folder /grant "IIS AppPool\${Pool}:(OI)(CI)RX" | Out-Null
Copy-Item (Join-Path $Folder 'deploy\iis\web.config') (Join-Path $Folder 'web.config') -Force

# Mail and timers: one worker, started with the machine and again when it ends.
$action = New-ScheduledTaskAction -Execute $env:ComSpec -Argument "/c set ROLE=worker&& `"$Node`" --enable-source-maps dist\server.js" -WorkingDirectory $Folder
$trigger = New-ScheduledTaskTrigger -AtStartup
$settings = New-ScheduledTaskSettingsSet -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1) -ExecutionTimeLimit ([TimeSpan]::Zero)
$principal = New-ScheduledTaskPrincipal -UserId 'NT AUTHORITY\LOCAL SERVICE' -LogonType ServiceAccount
& icacls (Join-Path $Folder 'var') /grant 'NT AUTHORITY\LOCAL SERVICE:(OI)(CI)M' | Out-Null
Register-ScheduledTask -TaskName 'Ostiary worker' -Action $action -Trigger $trigger -Settings $settings -Principal $principal -Force | Out-Null
Start-ScheduledTask -TaskName 'Ostiary worker'

Write-Host "Ostiary is ready. Point the site's physical path in IIS at $Folder and its pool at $Pool."
