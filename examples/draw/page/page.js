// A page of one file on which a member checks the receipt of a draw: the entry `kenpo/verify` with its module inside. It opens no connection.

import { load } from 'kenpo/verify/inline';

/** What the steps compare, in both languages, from the library's messages. Put in by the build. */
const STEPS = KENPO_STEPS;

const TEXTS = {
  ja: {
    title: '抽選の控えを確かめる',
    what: '受け取った控え（JSON ファイル）を選ぶと、抽選の名簿にあなたの口数が入っていること、抽選後はあなたの当選が決まりどおりであることを、この画面だけで確かめます。',
    private: '控えはこの端末の中だけで読み、どこにも送りません。控えには、あなたのタグを作った値が入っています。ほかの人に渡さないでください。',
    hash: '抽選の前に受け取った抽選ハッシュ（64文字）',
    file: '控えのファイル',
    other: 'English',
    good: 'すべて確かめられました。',
    bad: '確かめられない点があります。主催者へお問い合わせください。',
    unread: 'このファイルは控えとして読めません。',
    compare: '抽選ハッシュが入力されていません。次の値が、抽選の前に受け取ったものと同じか、必ずご確認ください。',
    tickets: (count) => `口数：${count}口`,
    rank: (rank, prize) => `${rank}位：${prize ?? '補欠'}`,
    none: '当選していません。',
    before: 'この控えは、抽選前のものです。',
    evidence: {
      none: '時刻の証拠：なし。乱数より前に名簿が確定したことを示すものが、この控えにはありません。',
      present: '時刻の証拠：あり。この画面では確かめません。',
    },
    open: 'この画面では確かめないこと：名簿が主催者の言う時刻に確定されたか（時刻の証拠）、乱数が予告されたものか。公開された抽選証明で、誰でも確かめられます。',
  },
  en: {
    title: 'Check a receipt of a draw',
    what: 'Choose the receipt (a JSON file) that you received. This page alone checks that the list of the draw has your tickets and, after the draw, that your awards are those that the rules give.',
    private: 'The receipt is read on this device and sent nowhere. It has the value from which your tag is made: give it to nobody.',
    hash: 'The draw hash that you received before the draw (64 characters)',
    file: 'The file with the receipt',
    other: '日本語',
    good: 'Everything holds.',
    bad: 'Something does not hold. Ask the organiser.',
    unread: 'This file cannot be read as a receipt.',
    compare: 'No draw hash was entered. Compare this one with the one that you received before the draw:',
    tickets: (count) => `Tickets: ${count}`,
    rank: (rank, prize) => `Rank ${rank}: ${prize ?? 'alternate'}`,
    none: 'No award.',
    before: 'This receipt is from before the draw.',
    evidence: {
      none: 'Time evidence: none. Nothing in this receipt shows that the list was frozen before the randomness came.',
      present: 'Time evidence: present, and not checked on this page.',
    },
    open: 'Not checked on this page: whether the list was frozen when the organiser says so (time evidence), and whether the randomness is the one that was announced. Anyone can check both in the published proof.',
  },
};

const find = (id) => document.getElementById(id);
let language = navigator.language.startsWith('ja') ? 'ja' : 'en';
/** The text of the file that was chosen. */
let chosen;

/** An element with text, which is never read as HTML. */
function element(name, text, kind) {
  const made = document.createElement(name);
  made.textContent = text;
  if (kind) made.className = kind;
  return made;
}

/** What the file says, with the hash that the member received in place of the file's own. */
function readRequest(text) {
  const request = JSON.parse(text);
  const received = find('hash').value.trim().toLowerCase();
  return { request: received ? { ...request, draw_hash: received } : request, compare: !received };
}

async function check() {
  if (chosen === undefined) return;
  const kenpo = await load();
  const words = TEXTS[language];
  let parts;
  try {
    const { request, compare } = readRequest(chosen);
    const { verdict } = kenpo.lotteryCheckReceipt(request).answer;
    const good = verdict.reason === 'accepted';
    const steps = element('ul', '');
    for (const { step, outcome } of verdict.steps) steps.append(element('li', STEPS[language][step] ?? step, outcome));
    const awards = (request.drawn?.awards ?? []).map(({ rank, prize }) => element('p', words.rank(rank, prize)));
    const drawn = request.drawn ? (awards.length > 0 ? awards : [element('p', words.none)]) : [element('p', words.before)];
    parts = [element('p', good ? words.good : words.bad, `verdict ${good ? 'pass' : 'fail'}`), steps];
    if (good) parts.push(element('p', words.tickets(request.receipt.count)), ...drawn);
    parts.push(element('p', words.evidence[verdict.time_evidence], 'open'));
    if (request.drawn) parts.push(element('p', words.open, 'open'));
    if (compare) parts.push(element('p', words.compare), element('code', request.draw_hash));
  } catch (error) {
    // Neither JSON nor a request: which place of it, the library says without a value of it.
    parts = [element('p', words.unread, 'verdict fail'), element('code', error.code ? `${error.code} ${error.path}` : 'JSON')];
  }
  find('result').replaceChildren(...parts);
}

function speak() {
  document.documentElement.lang = language;
  for (const place of document.querySelectorAll('[data-text]')) place.textContent = TEXTS[language][place.dataset.text];
  return check();
}

find('language').addEventListener('click', () => {
  language = language === 'ja' ? 'en' : 'ja';
  speak();
});
find('hash').addEventListener('input', check);
find('file').addEventListener('change', async ({ target }) => {
  chosen = await target.files[0]?.text();
  await check();
});
speak();
