/** Words that nearly every request holds, in English and German. They say nothing of what it is about. */
const common = `
  and any but can cannot does dont else even get gets got had has have help hello her here hers him his into its just like made make may more most much must need not now off
  one only our out over own please problem problems she should since some such than thank thanks their them then there they this too use very want wants was way were what which
  while why you your yours
  aber alle allen alles als also andere auch auf aus bei bin bis bitte bzw damit dann das dass dazu dem den denn der des dich die dies diese dieser dieses doch dort durch ein eine
  einem einen einer eines euch etwas fehler für ganz geht gibt habe haben hallo hat hatte hilfe hier ich ihm ihr ihre immer ins ist jetzt kann kein keine keinen können könnte mal man
  mehr mein meine meinem meinen meiner mich mir mit muss nach nicht noch nur oder ohne probleme schon sehr sein seit sich sie sind soll über um uns unser unsere viel vom von vor war
  warum was weil wenn wer werden wie wieder will wir wird wurde zum zur`

const set = new Set(common.trim().split(/\s+/))

export const isCommonWord = (word: string): boolean => set.has(word)
