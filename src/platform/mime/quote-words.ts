/** Words that mail programs put between an answer and what it answers, by their meaning. Compared in lower case. */

/** “Ada wrote”, as mail programs say it, in front of or behind the name. */
export const wroteWords = [
  'wrote', 'writes', 'has written', 'schrieb', 'schreibt', 'hat geschrieben', 'geschrieben', 'a écrit', 'a ecrit', 'écrivait', 'escribió', 'escribio', 'ha escrito', 'ha scritto', 'scrive', 'escreveu', 'va escriure',
  'schreef', 'heeft geschreven', 'napisał', 'napisała', 'napisał(a)', 'pisze', 'skrev', 'skrifaði', 'kirjoitti', 'napsal', 'napsala', 'napsal(a)', 'napísal', 'napísala', 'napísal(a)', 'írta', 'a scris', 'написал', 'написала',
  'написал(а)', 'пишет', 'написав', 'написала', 'пише', 'написа', 'yazdı', 'yazdi', 'έγραψε', '写道', '寫道', '写到', '書きました', 'のメール', '님이 작성', '작성', 'كتب', 'כתב', 'כתבה', 'đã viết', 'je napisao', 'je napisala', 'je napisal', 'kirjutas', 'rašė', 'rakstīja'
]

/** “Quoting Ada”, for programs that say it so. */
export const quotingWords = ['quoting', 'zitat von', 'citando', 'citando a', 'citeren', 'citat från', 'citeret', 'en réponse à', 'cytowanie', 'cytuję', 'citace', 'цитирование', 'quotation from', 'in reply to']

/** How a line with a date and a sender begins. */
export const attributionOpeners = [
  'on', 'am', 'le', 'el', 'il', 'em', 'op', 'den', 'w dniu', 'dnia', 'dne', 'dňa', 'quoting', 'zitat von', 'at', 'il giorno', 'em', 'no dia', 'a', 'vào', 'pe', 'στις', 'på', 'v', 'ai',
  'mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun', 'mo', 'di', 'mi', 'do', 'fr', 'sa', 'so', 'lun', 'mar', 'mer', 'jeu', 'ven', 'sam', 'dim', 'pon', 'wt', 'śr', 'czw', 'pt', 'sob', 'niedz', 'po', 'út', 'st', 'čt', 'pá', 'ne',
  'ma', 'ti', 'ke', 'to', 'pe', 'la', 'su', 'пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс', 'понедельник', 'вторник', 'среда', 'четверг', 'пятница', 'суббота', 'воскресенье', 'segunda', 'terça', 'quarta', 'quinta', 'sexta', 'sábado', 'domingo', 'en', 'ב', 'в', 'от'
]

/** Words that a program never puts between a date and a name: with them, a person tells of something. */
export const tellingWords = ['we', 'i', 'you', 'he', 'she', 'they', 'the', 'my', 'our', 'your', 'ich', 'wir', 'sie', 'er', 'der', 'die', 'das', 'mein', 'unser', 'ihr', 'je', 'nous', 'vous', 'notre', 'la', 'les', 'nosotros', 'yo', 'nuestro', 'noi', 'io', 'nostro', 'nós', 'eu', 'wij', 'ik', 'het', 'onze', 'vi', 'jag', 'jeg', 'мы', 'я', 'наш']

type Field = 'from' | 'date' | 'to' | 'cc' | 'subject' | 'other'

/** The names of header lines as mail programs translate them. */
export const fieldNames: Record<Field, string[]> = {
  from: ['from', 'von', 'de', 'da', 'van', 'od', 'nadawca', 'från', 'fra', 'lähettäjä', 'odesílatel', 'odosielateľ', 'feladó', 'de la', 'expéditeur', 'от', 'от кого', 'від', 'від кого', 'kimden', 'gönderen', 'από', '差出人', '送信元', '发件人', '寄件者', '寄件人', '보낸 사람', '보낸사람', 'von/from', 'remitente', 'mittente', 'remetente', 'afzender', 'absender', 'avsändare', 'afsender', 'şu kişiden'],
  date: ['sent', 'date', 'sent at', 'gesendet', 'datum', 'gesendet am', 'envoyé', 'envoyé le', 'envoyée', 'enviado', 'enviado el', 'enviado em', 'enviada em', 'fecha', 'data', 'inviato', 'verzonden', 'wysłano', 'wysłane', 'skickat', 'sendt', 'dato', 'lähetetty', 'päivämäärä', 'odesláno', 'odoslané', 'dátum', 'elküldve', 'küldve', 'trimis', 'отправлено', 'дата', 'отправлен', 'надіслано', 'gönderildi', 'gönderilme', 'gönderme tarihi', 'gönderilme tarihi', 'tarih', 'στάλθηκε', 'ημερομηνία', '送信日時', '日時', '日付', '发送时间', '发送日期', '日期', '時間', '寄件日期', '傳送時間', '보낸 날짜', '날짜', '送信日'],
  to: ['to', 'an', 'à', 'pour', 'a', 'para', 'per', 'aan', 'do', 'till', 'til', 'vastaanottaja', 'komu', 'címzett', 'către', 'кому', 'kime', 'alıcı', 'προς', '宛先', '收件人', '收件者', '받는 사람', '받는사람', 'destinataire', 'destinatario', 'destinatário', 'ontvanger', 'adresat', 'mottagare', 'modtager', 'empfänger'],
  cc: ['cc', 'bcc', 'kopie', 'kopia', 'kopi', 'copie', 'copia', 'копия', 'копія', 'bilgi', 'dw', 'udw', 'ks', '抄送', '副本', '참조', 'κοιν.', 'másolat', 'c.c.'],
  subject: ['subject', 'betreff', 'objet', 'asunto', 'oggetto', 'assunto', 'onderwerp', 'temat', 'ämne', 'emne', 'aihe', 'předmět', 'predmet', 'tárgy', 'subiect', 'тема', 'konu', 'θέμα', '件名', '主题', '主旨', '제목', 'betrifft', 'sujet'],
  other: ['reply-to', 'reply to', 'antwort an', 'antworten an', 'répondre à', 'responder a', 'rispondi a', 'svar till', 'importance', 'wichtigkeit', 'wichtigkeit:', 'importancia', 'prioriteit', 'attachments', 'anlagen', 'pièces jointes', 'organisation', 'organization', '重要度', '重要性', 'priority', 'priorität', 'list-id']
}

export type HeaderField = Field

/** Between dashes, in front of the message that is answered. */
export const originalWords = [
  'original message', 'original-nachricht', 'originalnachricht', 'ursprüngliche nachricht', 'originalmeddelande', 'ursprungligt meddelande', 'ursprungligt medd.', 'message d\'origine', 'message d’origine', 'message original', 'message initial', 'mensaje original', 'messaggio originale', 'messaggio originale.', 'mensagem original',
  'oorspronkelijk bericht', 'origineel bericht', 'oryginalna wiadomość', 'wiadomość oryginalna', 'wiadomość oryginalna.', 'original meddelelse', 'oprindelig meddelelse', 'originalmelding', 'opprinnelig melding', 'alkuperäinen viesti', 'původní zpráva', 'původní e-mail', 'pôvodná správa', 'eredeti üzenet', 'mesaj original', 'исходное сообщение', 'исходное письмо', 'оригинальное сообщение', 'початкове повідомлення', 'orijinal mesaj', 'özgün ileti', 'orijinal ileti', 'αρχικό μήνυμα',
  '元のメッセージ', '原始邮件', '原始郵件', '原始信件', '邮件原件', '원본 메시지', 'original mail', 'antwort auf', 'reply message', '回复的邮件', '回覆的郵件'
]

/** In front of a message that is passed on. What follows is what the sender wants to show. */
export const forwardedWords = [
  'forwarded message', 'begin forwarded message', 'forwarded mail', 'weitergeleitete nachricht', 'anfang der weitergeleiteten nachricht', 'anfang der weitergeleiteten e-mail', 'message transféré', 'début du message transféré', 'début du message réexpédié', 'message réexpédié', 'mensaje reenviado', 'inicio del mensaje reenviado', 'messaggio inoltrato', 'inizio messaggio inoltrato', 'mensagem encaminhada', 'início da mensagem reencaminhada', 'início da mensagem encaminhada',
  'doorgestuurd bericht', 'begin doorgestuurd bericht', 'wiadomość przekazana dalej', 'przekazana wiadomość', 'treść przekazanej wiadomości', 'początek przekazywanej wiadomości', 'vidarebefordrat meddelande', 'vidarebefordrat brev', 'vidarebefordrat mejl', 'vidarebefordrat mail', 'videresendt meddelelse', 'videresendt besked', 'start på videresendt besked', 'videresendt melding', 'välitetty viesti', 'přeposlaná zpráva', 'přeposlaná zpráva.', 'začátek přeposílané zprávy', 'preposlaná správa', 'továbbított üzenet', 'mesaj redirecționat',
  'пересылаемое сообщение', 'пересланное сообщение', 'перенаправленное сообщение', 'начало переадресованного сообщения', 'начало пересылаемого сообщения', 'пересылаемое письмо', 'переслане повідомлення', 'iletilmiş mesaj', 'yönlendirilen ileti', 'yönlendirilen mesaj', 'iletilen mesaj', 'iletilmiş ileti', 'iletinin başlangıcı', '転送メッセージ', '転送されたメッセージ', '转发的邮件', '转发邮件信息', '转发邮件', '轉寄郵件', '转发的信息', '전달된 메시지'
]

/** How the subject of a forwarded mail begins. */
export const forwardPrefix = /^\s*(?:\[[^\]]{1,40}\]\s*)?(?:fwd?|fw|wg|wtr|tr|rv|enc|i|vb|vs|pd|fs|doorst|vl|továbbítás|přeposl|i̇lt|İlt|İLT|ilt|rif|转发|轉寄|転送|전달|пересл|пер|πρθ)\s?(?:\[\d\])?\s?[:：]/iu

/** Words above an unmarked quotation that announce answers inside of it. */
export const inlineHints = /\b(?:in[ -]?line|in (?:red|blue|green|bold|caps|colou?r)|below|underneath|between the lines|unten|untenstehend\w*|darunter|nachstehend|(?:in|im) (?:rot|blau|grün|text)|zwischen den zeilen|s\. ?u\.|ci-dessous|plus bas|en (?:rouge|bleu|vert|gras)|dans le (?:texte|message)|entre les lignes|abajo|debajo|en (?:rojo|azul|negrita)|entre líneas|sotto|di seguito|in (?:rosso|blu|calce|verde)|nel testo|abaixo|em (?:vermelho|azul)|hieronder|onderstaand\w*|in (?:het )?(?:rood|blauw)|tussen de regels|poniżej|na (?:czerwono|niebiesko)|nedan|i (?:rött|blått)|nedenfor|med (?:rødt|blåt)|níže|červeně|modře)(?![\p{L}])|(?:ниже|красным|синим|в тексте|между строк|aşağıda|kırmızı|mavi|下記|以下|赤字|文中|青字|下面|如下|红色|蓝色|下方|紅色)/iu

/** How a letter begins. */
export const greetings = /^(?:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|greetings|hallo|guten (?:tag|morgen|abend)|sehr geehrte|liebe|lieber|moin|grüß gott|servus|bonjour|bonsoir|salut|cher|chère|madame|monsieur|hola|buenos días|buenas|estimad[oa]s?|ciao|buongiorno|buonasera|salve|gentile|egregio|olá|oi|bom dia|boa tarde|boa noite|prezad[oa]s?|caro|cara|beste|goedemorgen|goedemiddag|goedendag|geachte|dzień dobry|witam|szanown[iya]|cześć|hej|hejsan|god (?:morgon|dag|kväll|morgen|aften)|kære|dobrý den|vážen[ýáíi]|ahoj|здравствуйте|добрый (?:день|вечер)|доброе утро|привет|уважаем|merhaba|sayın|selam|iyi günler|您好|你好|尊敬的|お世話)/iu
