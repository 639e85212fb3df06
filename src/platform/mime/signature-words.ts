/** Lines that a mail program adds below each mail, whole. */
export const taglines = [
  /^(?:sent|envoyé|gesendet|enviado|inviato|verstuurd|verzonden|wysłane|skickat|sendt|odesláno|odoslané|lähetetty|отправлено|надіслано|trimis|enviada) (?:securely )?(?:from|with|by|via|using|von|mit|vanaf|van|met|depuis|de|à partir de|avec|desde|con|da|dal|dalla|do|com|z|ze|från|med|fra|s|pomocí|с|из|з|din|mijn)\s.{1,80}$/iu,
  /^(?:von (?:meinem|unterwegs|mobil|meiner)\b.{0,60}(?:gesendet|geschickt|gesandt)?|diese nachricht wurde von meinem .{1,60} gesendet)\.?$/iu,
  /^(?:get|obtenez|obtener|obtén|holen sie sich|laden sie|ottieni|scarica|obtenha|obter|download|pobierz|hämta|hent|skaffa|získejte|получите|скачайте|télécharger) (?:outlook|bluemail|spark|yahoo).{0,60}$/iu,
  /^(?:outlook|bluemail) (?:für|for|pour|para|per|voor|dla|för|til|для) (?:ios|android).{0,40}(?:herunterladen|beziehen|downloaden|indir|al|edinin)?$/iu,
  /^(?:ios|android) için outlook['’]?.{0,20}$/iu,
  /^(?:iphone|ipad|samsung|galaxy)['’]?(?:um|m|im)?(?:dan|den|umdan|imden|umdan) gönderildi$/iu,
  /^(?:iphone|ipad|android|(?:my|マイ) ?iphone|galaxy)(?:端末)?から送信(?:されました)?$/iu,
  /^(?:发自|從|从|來自|来自)\s?(?:我的|the)?\s?(?:iphone|ipad|手机|手機|华为手机|小米手机|android|outlook|网易邮箱大师|qq邮箱|foxmail|.{2,16}手机)(?:傳送|发送|傳送)?$/iu,
  /^(?:나의|내) .{2,20}에서 보냄$/iu,
  /^(?:this message was )?sent (?:by|from|with) (?:an? )?mobile(?: device)?\b.{0,60}$/iu,
  /^(?:please )?(?:excuse|forgive|pardon) (?:my |any |the )?(?:brevity|typos|terseness).{0,60}$/iu,
  /^__+$/,
  /^(?:virenfrei|virus-free|sans virus|libre de virus|privo di virus|livre de vírus|virusvrij|wolny od wirusów)\b.{0,60}$/iu
]

/** What such a line names: a make of telephones or a program to write mail with. Without one it may be a sentence about a parcel. */
export const mailBrands = /iphone|ipad|\bios\b|android|samsung|galaxy|huawei|xiaomi|oneplus|nokia|motorola|blackberry|outlook|gmail|yahoo|proton ?mail|bluemail|thunderbird|gmx|web\.de|\baol\b|fairemail|k-9|hotmail|fastmail|superhuman|mail for windows|windows mail|courrier pour windows|mail für windows|correo para windows|posta per windows|foxmail|mail\.ru|yandex|яндекс|邮箱|发自|來自|从我的|unterwegs|virus|viren|wirus|brevity|typos|terseness|^__+$/iu
/** A telephone of no make is somebody's own. */
export const ownDevices = /\b(?:my|meinem?r?|mon|ma|mi|mio|mia|meu|mijn|min|mitt|moj\p{L}+|mého|mobilu)\b.{0,30}(?:phone|mobil|handy|tablet|téléphone|móvil|teléfono|celular|cellulare|telefon|telemóvel|mobiel|komórk|device|gerät)|(?:моего|мобильного) |手机|手機|携帯|mobile device/iu

/** With one of these it is a sentence about a mail, not a line below one. */
export const notOfTaglines = /(?<!\p{L})(?:but|it|not|never|yesterday|today|last|twice|and|aber|nicht|gestern|heute|und|mais|pas|hier|et|pero|ayer|non|ieri|mas|não|ontem|maar|niet|gisteren|ale|wczoraj|men|inte|ikke|igår|вчера|но)(?!\p{L})/iu

/** Words of notices that firms put below each mail; two of one group make a notice. */
export const noticeWords = [
  ['confidential', 'intended recipient', 'intended solely', 'intended only', 'notify the sender', 'privileged', 'unauthorized', 'unauthorised', 'in error', 'delete it', 'delete this', 'disclosure', 'addressee', 'disclaimer', 'contact the sender', 'strictly prohibited'],
  ['vertrauliche', 'vertraulich', 'rechtlich geschützt', 'richtige adressat', 'irrtümlich', 'informieren sie', 'vernichten sie', 'unbefugt', 'nicht gestattet', 'weitergabe', 'löschen sie'],
  ['confidentiel', 'destinataire', 'par erreur', 'expéditeur', 'détruire', 'supprimer', 'diffusion', 'toute utilisation'],
  ['confidencial', 'destinatario', 'por error', 'notifique', 'elimine', 'elimínelo', 'prohibid', 'privilegiada', 'remitente', 'destinatário', 'por engano', 'elimine', 'proibid'],
  ['riservat', 'confidenzial', 'destinatari', 'per errore', 'mittente', 'distrugger', 'cancell', 'vietat', 'eliminar'],
  ['vertrouwelijk', 'geadresseerde', 'ten onrechte', 'afzender', 'te vernietigen', 'verwijderen', 'niet toegestaan', 'uitsluitend bestemd'],
  ['poufn', 'adresat', 'omyłkowo', 'nadawc', 'usunąć', 'usunięcie', 'zabronion'],
  ['konfidentiell', 'sekretess', 'mottagare', 'avsändaren', 'av misstag', 'radera', 'fortrolig', 'modtager', 'afsenderen', 'ved en fejl', 'slet', 'slette', 'mottaker'],
  ['důvěrn', 'adresát', 'omylem', 'odesílatel', 'odstraňte', 'smažte', 'vymažte'],
  ['конфиденциальн', 'адресат', 'по ошибке', 'отправител', 'удалит', 'уничтож', 'запрещ'],
  ['gizli', 'alıcı', 'yanlışlıkla', 'göndere', 'siliniz', 'imha', 'yasaktır'],
  ['機密', '受信者', '誤って', '削除', '送信者', '保密', '收件人', '误', '删除', '发件人', '机密', '禁止']
]

/** How such a notice begins: it speaks of itself, while a person who tells of a mail that went astray speaks of another. */
export const noticeBegins = /^[*\s_-]*(?:this |these |the (?:information|contents?|above|foregoing)|any |if you |confidential|disclaimer|notice|important|privileged|legal|private|diese[rs]? |der inhalt|die information|dieses |vertraulich|hinweis|wichtig|ce (?:message|courriel|mail|courrier|document)|cet e-?mail|les informations|avis|este (?:mensaje|correo|e-?mail)|esta mensagem|la información|las? informaciones|as informações|aviso|questo messaggio|questa e-?mail|le informazioni|il presente|il contenuto|avviso|ai sensi|dit (?:bericht|e-?mail)|deze e-?mail|de (?:informatie|inhoud)|ta wiadomość|niniejsz|informacje|treść|detta |den här |denna |denne |dette |informationen|oplysninger|tato |tento |obsah|это |данное |настоящее |информация|содержание|bu (?:e-?posta|mesaj|ileti)|işbu|この|本メール|本邮件|此邮件|此電子|本電子|本信)/iu
export const notOfNotices = /(?<![\p{L}'’])(?:i|i'm|i’m|i've|my|me|we've|ich|mein\p{L}*|mir|mich|je|j['’]\p{L}+|mon|ma|mes|yo|mi|mío|eu|meu|minha|io|mio|mia|ik|mijn|jag|min|jeg|moj\p{L}*|mój|мой|моя|мне|я|benim|私|我)(?!\p{L})/iu

/** Notices that one sentence gives away: it asks to spare paper for the sake of nature, or names a scanner for viruses. */
export const noticeLines = /^(?=.{0,200}(?:environment|umwelt|environnement|planète|medio ambiente|meio ambiente|l['’]ambiente|het milieu|miljön|miljøet|środowisk|životní prostředí))(?=.{0,200}(?:print|druck|imprim|stampa|afdruk|skriver? ut|udskriv|wydruk|tisk))|(?:scanned|checked|geprüft|analysé|analizado) .{0,60}(?:avg|avast|mcafee|mimecast|messagelabs|kaspersky|norton|eset|bitdefender|sophos)\b/iu

/** How a letter ends, in a line of its own. */
export const closings = /^(?:(?:with )?(?:kind|kindest|best|warm|warmest|many)? ?(?:regards|wishes|greetings)|best|thanks|thank you|many thanks|cheers|sincerely|yours(?: sincerely| faithfully| truly)?|(?:mit )?(?:freundliche[mn]?|besten?|viele|liebe|schöne|herzliche[n]?)? ?(?:grüße[n]?|gruß|gruss|grüssen?)(?: aus .{2,30})?|mfg|vg|lg|danke|vielen dank|(?:bien )?cordialement|bien à vous|sincères salutations|meilleures salutations|merci|(?:un )?(?:saludos?|cordial saludo|saludo cordial)(?: cordiales)?|atentamente|gracias|(?:cordiali|distinti) saluti|saluti|grazie|atenciosamente|cumprimentos|com os melhores cumprimentos|obrigad[oa]|(?:met )?vriendelijke groet(?:en)?|groet(?:en|jes)?|mvg|pozdrawiam|z poważaniem|(?:med )?(?:vänlig(?:a)? hälsning(?:ar)?|venlig hilsen|vennlig hilsen|bästa hälsningar)|mvh|hälsningar|hilsen|s pozdravem|(?:с )?уважением|с уважением|saygılarımla|iyi çalışmalar|teşekkürler|よろしくお願いいたします|敬具|此致|谢谢|祝好)[\s,.!。，]*$/iu

/** A line of an address, a telephone, a page or a register, as it stands below a name. Each is a sort of its own. */
export const contactSorts: RegExp[] = [
  /^(?:(?:tel|phone|telephone|telefon|téléphone|tél|teléfono|telefono|telefone|mobile|mobil|mob|cell|fax|direct|office|handy|gsm|fon|t|m|f|p|d|tlf|puh|kom|тел|моб|電話|电话|手机)\.?\s?[:.：]?\s*)(?:\(?\+|\(?0|\d)[\d\s()./+–-]{5,40}(?:.{0,40}\d[\d\s()./-]*)?$/iu,
  /^\+\d[\d\s()./-]{6,25}$/,
  /^(?:(?:e-?mail|mail|email|courriel|correo|web|website|internet|www|site|homepage)\s?[:：]\s*)?(?:<?[^\s@<>]{1,60}@[^\s@<>]{3,60}>?|(?:https?:\/\/)?(?:www\.)?[\w-]{1,60}(?:\.[\w-]{1,60}){1,4}(?:\/\S{0,80})?)$/iu,
  /(?:^|\s)(?:gmbh|ag|kg|ohg|ltd\.?|limited|llc|inc\.?|corp\.?|plc|s\.?a\.?s?\.?|sarl|s\.r\.l\.?|s\.p\.a\.?|b\.?v\.?|n\.v\.|sp\. z o\.o\.|ab|a\/s|aps|oy|s\.r\.o\.|a\.s\.|ооо|а\.ş\.|e\.v\.|university|universität|hochschule|株式会社|有限公司)(?:\s.{0,30})?$/iu,
  /^.{0,40}\b(?:[A-Z]{1,2}-)?\d{4,5}(?:[ -]?[A-Z]{2})? \p{Lu}[\p{L} .-]{2,30}(?:,.{0,30})?$/u,
  /^\p{Lu}[\p{L}. -]{2,40}(?:straße|strasse|str\.|weg|platz|allee|gasse|street|road|avenue|lane|laan|straat|gatan|vej|ulica)\s?\d{1,4}\w?(?:,.{0,40})?$/iu,
  /^\d{1,4}\w?,? (?:rue|avenue|boulevard|place|chemin|quai|\p{Lu}[\p{L}]+ (?:street|st\.?|road|rd\.?|avenue|ave\.?|lane|drive))\b.{0,50}$/iu,
  /^(?:ul\.|via|viale|piazza|calle|c\/|avda\.|rua|av\.) .{2,50}\d.{0,20}$/iu,
  /^(?:geschäftsführ|handelsregister|registergericht|amtsgericht|ust-?id|vat|hrb|sitz der gesellschaft|siret|kvk|nip|cvr|org\.? ?nr|ico|cif|p\.? ?iva)\b.{0,100}$/iu
]
