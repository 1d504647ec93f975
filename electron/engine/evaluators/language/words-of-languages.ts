/** Short words that are frequent in a language and rare in others; enough for a text of a few sentences. */
export const wordsOfLanguages: Readonly<Record<string, string>> = {
  en: "the of and to in is that it was for on are with as be this have from you not but they which their",
  de: "der die das und ist nicht ein eine mit auf für von dem den sie wir ich auch sich werden wird sind zu oder bei",
  fr: "le la les et des est une un que qui dans pour pas vous nous sur avec plus cette sont être ce aux du",
  es: "el la los las de que y en un una por con no para su es del se lo como más pero está sus",
  it: "il lo la gli di che e un una per non con sono è della del si da più anche come questo nel alla",
  pt: "o a os as de que e um uma para com não por mais do da em no na se foi são você ao",
  nl: "de het een en van is dat niet op te zijn voor met die ik je aan er ook maar worden wordt naar bij",
  sv: "och att det som en är på för av med den inte jag har till om ett var men vi kan du från ska",
  da: "og at det som en er på for af med den ikke jeg har til om et var men vi kan du fra skal",
  no: "og at det som en er på for av med den ikke jeg har til om et var men vi kan du fra skal",
  fi: "ja on ei se että hän oli mutta ovat niin kun myös tai joka mitä sen olla kanssa voi tämä minä",
  pl: "i w nie na się z do to że jest o jak za ale co po tak od przez są dla już by",
  cs: "a se v na je že to s z do o i k ale jako za by pro jsem jsou tak co po který",
  hu: "a az és hogy nem is egy van meg ez csak de mint volt ha már azt kell el lesz vagy",
  ro: "și de la a în cu nu pe este că un o pentru din mai sunt care au sau ce fi acest",
  tr: "ve bir bu da de için ile çok ne olarak gibi daha ama var olan kadar sonra en mi değil",
  id: "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke adalah ada bisa kami atau",
};

/** Languages that are told by their script. */
export const scripts: readonly [string, RegExp][] = [
  ["ja", /[\p{sc=Hiragana}\p{sc=Katakana}]/gu],
  ["ko", /\p{sc=Hangul}/gu],
  ["zh", /\p{sc=Han}/gu],
  ["el", /\p{sc=Greek}/gu],
  ["he", /\p{sc=Hebrew}/gu],
  ["ar", /\p{sc=Arabic}/gu],
  ["hi", /\p{sc=Devanagari}/gu],
  ["th", /\p{sc=Thai}/gu],
  ["uk", /[іїєґІЇЄҐ]/gu],
  ["ru", /\p{sc=Cyrillic}/gu],
];
