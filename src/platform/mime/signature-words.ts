/** Lines that a mail program adds below each mail, whole. */
export const taglines = [
  /^(?:sent|envoyé|gesendet|enviado|inviato|verstuurd|verzonden|wysłane|skickat|sendt|odesláno|odoslané|lähetetty|отправлено|надіслано|trimis|enviada) (?:securely )?(?:from|with|by|via|using|von|mit|vanaf|van|met|depuis|de|à partir de|avec|desde|con|da|dal|dalla|do|com|z|ze|från|med|fra|s|pomocí|с|из|з|din|mijn)\s.{1,80}$/iu,
  /^(?:von (?:meinem|unterwegs|mobil|meiner)\b.{0,60}(?:gesendet|geschickt|gesandt)?|diese nachricht wurde von meinem .{1,60} gesendet)\.?$/iu,
  /^(?:get|obtenez|obtener|obtén|holen sie sich|laden sie|ottieni|scarica|obtenha|obter|download|pobierz|hämta|hent|skaffa|získejte|получите|скачайте|télécharger) (?:outlook|bluemail|spark|yahoo).{0,60}$/iu,
  /^(?:outlook|bluemail) (?:für|for|pour|para|per|voor|dla|för|til|для) (?:ios|android).{0,40}(?:herunterladen|beziehen|downloaden|indir|al|edinin)?$/iu,
  /^(?:ios|android) için outlook['’]?.{0,20}$/iu,
  /^(?:iphone|ipad|samsung|galaxy)['’]?(?:um|m|im)?(?:dan|den|umdan|imden|umdan) gönderildi$/iu,
  /^.{2,30}['’ ]?(?:dan|den|umdan|imden|ımdan) gönderildi$/iu,
  /^(?:iphone|ipad|android|(?:my|マイ) ?iphone|galaxy)(?:端末)?から送信(?:されました)?$/iu,
  /^(?:发自|從|从|來自|来自)\s?(?:我的|the)?\s?(?:iphone|ipad|手机|手機|华为手机|小米手机|android|outlook|网易邮箱大师|qq邮箱|foxmail|.{2,16}手机)(?:傳送|发送|傳送)?$/iu,
  /^(?:나의|내) .{2,20}에서 보냄$/iu,
  /^(?:this message was )?sent (?:by|from|with) (?:an? )?mobile(?: device)?\b.{0,60}$/iu,
  /^(?:please )?(?:excuse|forgive|pardon) (?:my |any |the )?(?:brevity|typos|terseness).{0,60}$/iu,
  /^__+$/,
  /^(?:virenfrei|virus-free|sans virus|libre de virus|privo di virus|livre de vírus|virusvrij|wolny od wirusów)\b.{0,60}$/iu
]

/** What such a line names: a thing or a program to write mail with. Without one it may be a sentence about a parcel. */
export const mailDevices = /iphone|ipad|ios|android|samsung|galaxy|huawei|xiaomi|oneplus|nokia|motorola|pixel|blackberry|windows|mac\b|outlook|gmail|yahoo|proton|bluemail|spark|thunderbird|gmx|web\.de|aol|fairemail|k-9|hotmail|mail\b|mobil|phone|smartphone|handy|tablet|unterwegs|téléphone|teléfono|móvil|celular|cellulare|telefon|telemóvel|telefoon|mobiel|komórk|телефон|смартфон|手机|手機|端末|邮箱|virus|viren|wirus|gönderildi|送信|brevity|typos|terseness|^__+$|에서/iu

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

/** Notices that one sentence gives away. */
export const noticeLines = /(?:consider the environment before printing|think before (?:you )?print|umwelt.{0,40}(?:drucken|ausdruck)|denken sie an die umwelt|n['’]imprime[zr].{0,60}nécessaire|avant d['’]imprimer|antes de imprimir|prima di stampare|milieu.{0,40}(?:print|afdruk)|tänk på miljön|scanned (?:by|for) (?:viruses|antivirus)|auf viren geprüft|checked by avg|kein verbindliches angebot)/iu

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
