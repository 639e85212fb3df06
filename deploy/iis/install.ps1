#Requires -RunAsAdministrator
<#
.SYNOPSIS
  Sets Ostiary up on Windows: rights to its folder, what runs in the background and starts with the machine, and what IIS needs.
.DESCRIPTION
  Without -ReverseProxy IIS starts the pages itself (HttpPlatformHandler) and only the worker for mail and timers runs in the background.
  With it one process does all in the background and IIS passes requests on (Application Request Routing and URL Rewrite).
  May be run again after each upgrade.
.EXAMPLE
  .\deploy\iis\install.ps1 -Folder C:\ostiary -Pool ostiary
.EXAMPLE
  .\deploy\iis\install.ps1 -Folder C:\ostiary -ReverseProxy
#>
param(
  [Parameter(Mandatory)] [string] $Folder,
  [string] $Pool = 'ostiary',
  [string] $Node = "$env:ProgramFiles\nodejs\node.exe",
  [switch] $ReverseProxy
)
$ErrorActionPreference = 'Stop'

$service = 'NT AUTHORITY\LOCAL SERVICE'
$users = if ($ReverseProxy) { @($service) } else { @($service, "IIS AppPool\$Pool") }
$task = if ($ReverseProxy) { 'Ostiary' } else { 'Ostiary worker' }

function Set-Rights([string] $Path, [string[]] $Rights) {
  & icacls $Path $Rights | Out-Null
  if ($LASTEXITCODE -ne 0) { throw "The rights to $Path could not be set: icacls $Rights" }
}

if (-not (Test-Path $Node)) { throw "Node.js is not at $Node. Install it, or name its place with -Node." }
if (-not (Test-Path (Join-Path $Folder 'dist\server.js'))) { throw "There is no build in $Folder. Run npm ci and npm run build there first." }
$settings = Join-Path $Folder '.env'
if (-not (Test-Path $settings)) { throw "There are no settings in $settings. Write at least BASE_URL and SECRET_KEY into it first." }

# The program is read by those who run it. Data, log and settings hold passwords: nobody else reads them.
foreach ($user in $users) { Set-Rights $Folder @('/grant', "${user}:(OI)(CI)RX") }
foreach ($name in 'var', 'logs') {
  $path = Join-Path $Folder $name
  New-Item -ItemType Directory -Force $path | Out-Null
  Set-Rights $path @('/inheritance:r', '/grant', '*S-1-5-32-544:(OI)(CI)F', '*S-1-5-18:(OI)(CI)F')
  foreach ($user in $users) { Set-Rights $path @('/grant', "${user}:(OI)(CI)M") }
}
Set-Rights $settings @('/inheritance:r', '/grant', '*S-1-5-32-544:F', '*S-1-5-18:F')
foreach ($user in $users) { Set-Rights $settings @('/grant', "${user}:R") }

# What runs in the background: started with the machine, and again when it ends. What stands here counts before .env.
$role = if ($ReverseProxy) { @('ROLE=all', 'HOST=127.0.0.1', 'PORT=3000', 'TRUST_PROXY=1') } else { @('ROLE=worker') }
$background = Join-Path $Folder 'var\background.env'
Set-Content -Path $background -Value (@('NODE_ENV=production') + $role) -Encoding ascii

Get-ScheduledTask -TaskName $task -ErrorAction SilentlyContinue | Stop-ScheduledTask
$action = New-ScheduledTaskAction -Execute $Node -Argument '--enable-source-maps --env-file=var\background.env dist\server.js' -WorkingDirectory $Folder
$trigger = New-ScheduledTaskTrigger -AtStartup
$options = New-ScheduledTaskSettingsSet -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1) -ExecutionTimeLimit ([TimeSpan]::Zero) -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries -MultipleInstances IgnoreNew
$principal = New-ScheduledTaskPrincipal -UserId $service -LogonType ServiceAccount
Register-ScheduledTask -TaskName $task -Action $action -Trigger $trigger -Settings $options -Principal $principal -Force | Out-Null
Start-ScheduledTask -TaskName $task

if ($ReverseProxy) {
  # A folder that holds nothing but the rules, so that IIS can hand out nothing else.
  $site = Join-Path $Folder 'site'
  New-Item -ItemType Directory -Force $site | Out-Null
  Copy-Item (Join-Path $Folder 'deploy\iis\reverse-proxy.web.config') (Join-Path $site 'web.config') -Force
  Import-Module WebAdministration
  $machine = 'MACHINE/WEBROOT/APPHOST'
  $proxy = 'system.webServer/proxy'
  Set-WebConfigurationProperty -PSPath $machine -Filter $proxy -Name enabled -Value $true
  Set-WebConfigurationProperty -PSPath $machine -Filter $proxy -Name preserveHostHeader -Value $true
  Set-WebConfigurationProperty -PSPath $machine -Filter $proxy -Name reverseRewriteHostInResponseHeaders -Value $false
  # News for open pages must not wait in a buffer, and their connection stays open.
  Set-WebConfigurationProperty -PSPath $machine -Filter $proxy -Name responseBufferLimit -Value 0
  Set-WebConfigurationProperty -PSPath $machine -Filter $proxy -Name timeout -Value '01:00:00'
  $variables = 'system.webServer/rewrite/allowedServerVariables'
  if (-not (Get-WebConfigurationProperty -PSPath $machine -Filter "$variables/add[@name='HTTP_X_FORWARDED_PROTO']" -Name name)) {
    Add-WebConfigurationProperty -PSPath $machine -Filter $variables -Name '.' -Value @{ name = 'HTTP_X_FORWARDED_PROTO' }
  }
  Write-Host "Ostiary runs on port 3000. Point the site's physical path in IIS at $site."
} else {
  $config = Join-Path $Folder 'web.config'
  (Get-Content (Join-Path $Folder 'deploy\iis\web.config') -Raw).Replace('C:\Program Files\nodejs\node.exe', $Node) | Set-Content $config -Encoding utf8
  Write-Host "Ostiary is ready. Point the site's physical path in IIS at $Folder and its pool at $Pool."
}
