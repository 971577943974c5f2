import type { Texts } from './texts';

const FILL = 'آهسته، تا حلقه پر شود';
const OVAL = 'چهرهٔ خود را در بیضی قرار دهید';
const BACK = 'لطفاً برگردید و از نو آغاز کنید.';
const TELL = 'لطفاً به گردانندگان این صفحه خبر دهید.';
const SELF = 'خودبه‌خود دوباره تلاش می‌شود.';
const BROWSER = 'از نسخهٔ به‌روز Chrome، Edge، Firefox یا Safari استفاده کنید.';

export const fa: Texts = {
  language: 'fa',
  name: 'فارسی',
  direction: 'rtl',

  region: 'بررسی چهره',
  start: {
    title: 'بررسی کوتاه چهره',
    line: 'به دوربین نگاه کنید و آنچه خواسته می‌شود انجام دهید. حدود نیم دقیقه طول می‌کشد.',
    tips: [
      'جایی با نور یکنواخت پیدا کنید',
      'کلاه، عینک آفتابی یا ماسک را بردارید',
      'کس دیگری در تصویر نباشد',
    ],
    noFlashing: 'هیچ چیز چشمک نمی‌زند.',
    privacy: 'تصویرها فقط به {server} فرستاده می‌شوند.',
    button: 'آغاز بررسی',
  },
  abilities: {
    title: 'بعضی حرکت‌ها را نمی‌توانم انجام دهم',
    line: 'آنچه را نمی‌توانید علامت بزنید. چیز دیگری از شما خواسته می‌شود.',
    each: {
      head: 'حرکت دادن سر',
      eyes: 'پلک زدن',
      mouth: 'حرکت دادن دهان',
      brows: 'بالا بردن ابروها',
      distance: 'نزدیک یا دور شدن',
    },
    refused: 'اینجا نمی‌توان همه را کنار گذاشت. بخشی از آن خواسته می‌شود.',
    cannot: 'این کار را نمی‌توانم انجام دهم',
  },
  permission: {
    title: 'اجازه می‌دهید از دوربین استفاده کنیم؟',
    advice: 'وقتی مرورگر می‌پرسد، «اجازه دادن» را برگزینید.',
  },
  connecting: 'در حال اتصال…',
  concluding: { title: 'یک لحظه…', advice: 'بررسی شما در حال تکمیل است.' },
  done: { title: 'بررسی کامل شد', advice: 'اکنون می‌توانید این را ببندید.' },
  verdicts: {
    BONA_FIDE: { title: 'بررسی موفق بود', advice: 'سپاسگزاریم.' },
    ATTACK: { title: 'بررسی موفق نبود', advice: 'چهرهٔ خودتان را نشان دهید، نه عکس یا صفحهٔ نمایش.' },
    NO_RESPONSE: {
      title: 'بررسی به نتیجه نرسید',
      advice: 'در نور یکنواخت و بدون کس دیگری در تصویر، دوباره تلاش کنید.',
    },
  },
  cancelled: { title: 'بررسی لغو شد', advice: 'دوربین خاموش است.' },

  states: {
    face_due: OVAL,
    settling: 'مستقیم نگاه کنید و بی‌حرکت بمانید',
    resting: 'آماده شوید…',
    returning: 'خوب است. دوباره مستقیم نگاه کنید',
    passed: 'همه چیز انجام شد، سپاسگزاریم',
    still: 'به دوربین نگاه کنید و بی‌حرکت بمانید',
  },
  acts: {
    blink: {
      prompt: { one: '{n} بار پلک بزنید', other: '{n} بار پلک بزنید' },
      how: 'با هر دو چشم، رو به دوربین',
    },
    turn_left: { prompt: 'سرتان را به چپ بچرخانید', how: FILL },
    turn_right: { prompt: 'سرتان را به راست بچرخانید', how: FILL },
    look_up: { prompt: 'به بالا نگاه کنید', how: 'چانه را بالا ببرید تا حلقه پر شود' },
    look_down: { prompt: 'به پایین نگاه کنید', how: 'چانه را پایین بیاورید تا حلقه پر شود' },
    tilt_left: { prompt: 'سرتان را به چپ خم کنید', how: 'گوش چپ به سوی شانهٔ چپ' },
    tilt_right: { prompt: 'سرتان را به راست خم کنید', how: 'گوش راست به سوی شانهٔ راست' },
    open_mouth: { prompt: 'دهانتان را باز کنید', how: 'تا جایی که راحت هستید' },
    smile: { prompt: 'لبخند بزنید', how: 'هرچه بازتر' },
    raise_eyebrows: { prompt: 'ابروهایتان را بالا ببرید', how: 'مانند هنگام شگفتی' },
    come_closer: { prompt: 'نزدیک‌تر بیایید', how: FILL },
    go_back: { prompt: 'عقب‌تر بروید', how: FILL },
  },
  guidance: {
    no_face: OVAL,
    several_faces: 'لطفاً فقط یک نفر',
    too_dark: 'جای روشن‌تری پیدا کنید',
    too_bright: 'نور زیاد است: رو از نور برگردانید',
    blurred: 'یک لحظه بی‌حرکت بمانید',
    too_small: 'کمی نزدیک‌تر بیایید',
    too_near: 'کمی عقب‌تر بروید',
    cut_off: 'همهٔ چهره را نشان دهید',
    turned_away: 'مستقیم به دوربین نگاه کنید',
    covered: 'چهره‌تان را نپوشانید',
  },
  notices: {
    early_act: 'زود بود: منتظر دستور بمانید',
    hasty_act: 'خیلی زود بود. دوباره خواسته می‌شود',
    wrong_act: 'این حرکت دیگری بود',
    window_over: 'زمان تمام شد، دور تازه‌ای آغاز می‌شود',
    face_lost: 'چهره‌تان دیده نمی‌شد، دور تازه‌ای آغاز می‌شود',
    face_joined: 'کس دیگری دیده می‌شد، دور تازه‌ای آغاز می‌شود',
    clock_jumped: 'تصویر قطع شد، دور تازه‌ای آغاز می‌شود',
  },
  problems: {
    camera_denied: {
      title: 'دوربین مجاز نیست',
      advice: 'کنار نشانی این صفحه به دوربین اجازه دهید و دوباره تلاش کنید.',
    },
    camera_absent: {
      title: 'دوربینی پیدا نشد',
      advice: 'دوربینی وصل کنید یا از دستگاهی که دوربین دارد استفاده کنید.',
    },
    camera_busy: {
      title: 'دوربین در حال استفاده است',
      advice: 'برنامه یا زبانهٔ دیگری را که از آن استفاده می‌کند ببندید.',
    },
    camera_insecure: { title: 'این صفحه امن نیست', advice: 'دوربین فقط در صفحه‌های https:// کار می‌کند.' },
    camera_unsupported: { title: 'این مرورگر نمی‌تواند از دوربین استفاده کند', advice: BROWSER },
    camera_failed: { title: 'دوربین روشن نشد', advice: 'آن را دوباره وصل کنید یا مرورگر را از نو باز کنید.' },
    camera_lost: { title: 'دوربین جدا شد', advice: 'آن را دوباره وصل کنید و باز تلاش کنید.' },
    browser_unsupported: { title: 'این مرورگر خیلی قدیمی است', advice: BROWSER },
    token_missing: { title: 'بررسی آماده نشده است', advice: BACK },
    token_malformed: { title: 'بررسی آماده نشده است', advice: BACK },
    offline: { title: 'شما آفلاین هستید', advice: 'با برگشت شبکه، بررسی ادامه می‌یابد.' },
    server_unreachable: { title: 'اتصالی نیست', advice: SELF },
    server_full: {
      title: 'افراد زیادی در حال بررسی هستند',
      advice: 'نوبت شما خودبه‌خود می‌رسد. لطفاً بمانید.',
    },
    server_unavailable: { title: 'سرویس آماده نیست', advice: SELF },
    server_stopped: { title: 'سرویس از نو راه‌اندازی می‌شود', advice: 'کمی بعد از نو آغاز کنید.' },
    server_failed: { title: 'بررسی نیمه‌کاره ماند', advice: 'تقصیر شما نبود. لطفاً دوباره تلاش کنید.' },
    connection_lost: { title: 'اتصال قطع شد', advice: 'بررسی باید از نو آغاز شود.' },
    silent: { title: 'تصویر نرسید', advice: 'شبکهٔ خود را بررسی کنید و از نو آغاز کنید.' },
    session_expired: { title: 'زمان تمام شد', advice: 'هر وقت آماده بودید از نو آغاز کنید.' },
    session_unknown: { title: 'این بررسی دیگر وجود ندارد', advice: BACK },
    session_over: { title: 'این بررسی پایان یافته است', advice: BACK },
    token_used: { title: 'این بررسی پیش‌تر استفاده شده است', advice: BACK },
    token_invalid: { title: 'این بررسی باز نمی‌شود', advice: BACK },
    origin_refused: { title: 'این صفحه اجازهٔ انجام بررسی را ندارد', advice: TELL },
    too_often: { title: 'تلاش‌های بیش از حد', advice: 'چند دقیقه صبر کنید و دوباره تلاش کنید.' },
    nothing_to_compare: { title: 'هنوز کسی ثبت نشده است', advice: TELL },
    cannot_do_this: { title: 'آن را کنار می‌گذاریم', advice: 'بررسی با حرکت‌های دیگری از نو آغاز می‌شود.' },
    protocol_error: { title: 'بررسی با این سرویس سازگار نیست', advice: TELL },
  },
  stepOf: 'مرحلهٔ {n} از {of}',
  secondsLeft: { one: '{n} ثانیه مانده', other: '{n} ثانیه مانده' },
  retryIn: { one: 'تلاش دوباره تا {n} ثانیهٔ دیگر', other: 'تلاش دوباره تا {n} ثانیهٔ دیگر' },
  progress: 'پیشرفت بررسی',

  camera: { label: 'دوربین', number: 'دوربین {n}', picture: 'تصویر دوربین' },
  buttons: {
    cancel: 'لغو',
    again: 'تلاش دوباره',
    now: 'اکنون تلاش کنید',
    speakOn: 'خواندن دستورها با صدای بلند',
    speakOff: 'توقف خواندن',
  },
};
