/**
 * Where anybody gets an address: belonging by such a domain would make strangers colleagues. The large ones; a
 * company is free to have every other domain, so this list warns and guards nothing that is not guarded elsewhere.
 */
const providers = new Set(`
  gmail.com googlemail.com outlook.com outlook.de outlook.fr outlook.es outlook.it hotmail.com hotmail.co.uk hotmail.de hotmail.fr hotmail.es hotmail.it live.com live.de live.fr live.nl live.co.uk msn.com passport.com
  yahoo.com yahoo.co.uk yahoo.de yahoo.fr yahoo.es yahoo.it yahoo.ca yahoo.co.in yahoo.co.jp yahoo.com.au yahoo.com.br ymail.com rocketmail.com myyahoo.com
  icloud.com me.com mac.com aol.com aol.de aim.com verizon.net comcast.net att.net sbcglobal.net bellsouth.net cox.net charter.net earthlink.net
  gmx.de gmx.net gmx.com gmx.at gmx.ch gmx.org gmx.eu gmx.info web.de email.de t-online.de magenta.de freenet.de arcor.de vodafone.de vodafonemail.de online.de 1und1.de kabelmail.de unitybox.de unity-mail.de o2online.de o2mail.de posteo.de posteo.net mailbox.org tutanota.com tutanota.de tuta.com tuta.io tutamail.com keemail.me
  bluewin.ch sunrise.ch hispeed.ch aon.at chello.at a1.net utanet.at
  protonmail.com protonmail.ch proton.me pm.me fastmail.com fastmail.fm hey.com hushmail.com zoho.com zohomail.com zohomail.eu mail.com email.com usa.com inbox.com runbox.com startmail.com disroot.org riseup.net
  orange.fr wanadoo.fr free.fr laposte.net sfr.fr neuf.fr bbox.fr numericable.fr libero.it virgilio.it tiscali.it alice.it tin.it tim.it telefonica.net terra.es
  btinternet.com btopenworld.com sky.com talktalk.net virginmedia.com ntlworld.com tiscali.co.uk blueyonder.co.uk plusnet.com
  ziggo.nl kpnmail.nl planet.nl home.nl xs4all.nl hetnet.nl casema.nl telenet.be skynet.be proximus.be telia.com comhem.se spray.se bredband.net online.no hotmail.no mail.dk jubii.dk suomi24.fi luukku.com
  wp.pl o2.pl onet.pl onet.eu interia.pl op.pl poczta.onet.pl gazeta.pl seznam.cz centrum.cz email.cz volny.cz azet.sk zoznam.sk freemail.hu citromail.hu abv.bg sapo.pt
  mail.ru bk.ru inbox.ru list.ru internet.ru yandex.ru yandex.com ya.ru rambler.ru ukr.net i.ua
  qq.com foxmail.com 163.com 126.com yeah.net sina.com sohu.com aliyun.com naver.com hanmail.net daum.net nate.com rediffmail.com sify.com bol.com.br uol.com.br terra.com.br ig.com.br globo.com
  bigpond.com bigpond.net.au optusnet.com.au xtra.co.nz shaw.ca rogers.com sympatico.ca telus.net videotron.ca
  mailinator.com guerrillamail.com 10minutemail.com yopmail.com trashmail.com trash-mail.com duck.com simplelogin.com anonaddy.com relay.firefox.com privaterelay.appleid.com
`.trim().split(/\s+/))

/** Whether anybody can get an address there. */
export const isPublicMailDomain = (domain: string): boolean => providers.has(domain)
