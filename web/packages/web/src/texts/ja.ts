import type { Texts } from './texts';

const FILL = '輪がいっぱいになるまで、ゆっくりと';
const OVAL = '顔を楕円の中に入れてください';
const BACK = '前の画面に戻り、最初からやり直してください。';
const TELL = 'このページの運営者にお知らせください。';
const SELF = '自動的にもう一度試します。';
const BROWSER = '最新の Chrome、Edge、Firefox、Safari をお使いください。';

export const ja: Texts = {
  language: 'ja',
  name: '日本語',
  direction: 'ltr',

  region: '顔の確認',
  start: {
    title: 'かんたんな顔の確認',
    line: 'カメラを見て、画面の指示に従ってください。30秒ほどで終わります。',
    tips: [
      '明るさにむらのない場所を選んでください',
      '帽子、サングラス、マスクを外してください',
      'ほかの人が映らないようにしてください',
    ],
    noFlashing: '画面が点滅することはありません。',
    privacy: '映像の送り先は {server} だけです。',
    button: '確認を始める',
  },
  abilities: {
    title: 'できない動きがある方へ',
    line: 'できない動きを選んでください。代わりに別の動きをお願いします。',
    each: {
      head: '頭を動かす',
      eyes: 'まばたきをする',
      mouth: '口を動かす',
      brows: '眉を上げる',
      distance: '近づく、または離れる',
    },
    refused: 'ここではすべてを省くことはできません。一部はお願いすることになります。',
    cannot: 'この動きはできません',
  },
  permission: {
    title: 'カメラを使ってもよろしいですか？',
    advice: 'ブラウザーに聞かれたら「許可」を選んでください。',
  },
  connecting: '接続しています…',
  concluding: { title: '少々お待ちください…', advice: '確認の仕上げをしています。' },
  done: { title: '確認が終わりました', advice: 'この画面を閉じてもかまいません。' },
  verdicts: {
    BONA_FIDE: { title: '確認できました', advice: 'ありがとうございました。' },
    ATTACK: { title: '確認できませんでした', advice: '写真や画面ではなく、ご自身の顔を映してください。' },
    NO_RESPONSE: {
      title: '判定できませんでした',
      advice: '明るさにむらのない場所で、お一人でもう一度お試しください。',
    },
  },
  cancelled: { title: '確認を取りやめました', advice: 'カメラはオフになっています。' },

  states: {
    face_due: OVAL,
    settling: '正面を見て、動かないでください',
    resting: 'まもなく始まります…',
    returning: '結構です。もう一度正面を見てください',
    passed: 'すべて終わりました。ありがとうございました',
    still: 'カメラを見て、動かないでください',
  },
  acts: {
    blink: { prompt: { other: '{n}回まばたきしてください' }, how: '両目で、カメラを見ながら' },
    turn_left: { prompt: '顔を左に向けてください', how: FILL },
    turn_right: { prompt: '顔を右に向けてください', how: FILL },
    look_up: { prompt: '上を向いてください', how: '輪がいっぱいになるまで、あごを上げます' },
    look_down: { prompt: '下を向いてください', how: '輪がいっぱいになるまで、あごを下げます' },
    tilt_left: { prompt: '首を左に傾けてください', how: '左の耳を左の肩へ近づけます' },
    tilt_right: { prompt: '首を右に傾けてください', how: '右の耳を右の肩へ近づけます' },
    open_mouth: { prompt: '口を開けてください', how: '無理のない範囲で大きく' },
    smile: { prompt: '笑顔にしてください', how: 'できるだけ大きく' },
    raise_eyebrows: { prompt: '眉を上げてください', how: '驚いたときのように' },
    come_closer: { prompt: '近づいてください', how: FILL },
    go_back: { prompt: '離れてください', how: FILL },
  },
  guidance: {
    no_face: OVAL,
    several_faces: 'お一人で映ってください',
    too_dark: 'もっと明るい場所へ移ってください',
    too_bright: '明るすぎます。光から顔をそらしてください',
    blurred: '少しの間、動かないでください',
    too_small: 'もう少し近づいてください',
    too_near: 'もう少し離れてください',
    cut_off: '顔全体を映してください',
    turned_away: 'カメラを正面から見てください',
    covered: '顔を隠さないでください',
  },
  notices: {
    early_act: '早すぎます。指示をお待ちください',
    hasty_act: '早すぎました。もう一度お願いします',
    wrong_act: '別の動きでした',
    window_over: '時間切れです。新しい回を始めます',
    face_lost: '顔が映っていませんでした。新しい回を始めます',
    face_joined: 'ほかの人が映りました。新しい回を始めます',
    clock_jumped: '映像が途切れました。新しい回を始めます',
  },
  problems: {
    camera_denied: {
      title: 'カメラが許可されていません',
      advice: 'アドレスの横でこのページにカメラを許可し、もう一度お試しください。',
    },
    camera_absent: {
      title: 'カメラが見つかりません',
      advice: 'カメラをつなぐか、カメラのある機器をお使いください。',
    },
    camera_busy: {
      title: 'カメラは使用中です',
      advice: 'カメラを使っているほかのアプリやタブを閉じてください。',
    },
    camera_insecure: {
      title: 'このページは保護されていません',
      advice: 'カメラは https:// のページでのみ使えます。',
    },
    camera_unsupported: { title: 'このブラウザーではカメラを使えません', advice: BROWSER },
    camera_failed: {
      title: 'カメラが起動しませんでした',
      advice: 'つなぎ直すか、ブラウザーを開き直してください。',
    },
    camera_lost: { title: 'カメラが外れました', advice: 'つなぎ直して、もう一度お試しください。' },
    browser_unsupported: { title: 'このブラウザーは古すぎます', advice: BROWSER },
    token_missing: { title: '確認の準備ができていません', advice: BACK },
    token_malformed: { title: '確認の準備ができていません', advice: BACK },
    offline: { title: 'オフラインです', advice: 'ネットワークが戻ると続きが始まります。' },
    server_unreachable: { title: '接続できません', advice: SELF },
    server_full: {
      title: 'ただいま混み合っています',
      advice: '順番は自動的に来ます。そのままお待ちください。',
    },
    server_unavailable: { title: 'サービスの準備ができていません', advice: SELF },
    server_stopped: {
      title: 'サービスが再起動しています',
      advice: '少し待ってから、最初からやり直してください。',
    },
    server_failed: {
      title: '確認が中断されました',
      advice: 'お客様のせいではありません。もう一度お試しください。',
    },
    connection_lost: { title: '接続が切れました', advice: '確認を最初からやり直す必要があります。' },
    silent: {
      title: '映像が届きませんでした',
      advice: 'ネットワークを確かめて、最初からやり直してください。',
    },
    session_expired: { title: '時間切れです', advice: '準備ができたら、最初からやり直してください。' },
    session_unknown: { title: 'この確認はもうありません', advice: BACK },
    session_over: { title: 'この確認はすでに終わっています', advice: BACK },
    token_used: { title: 'この確認はすでに使われています', advice: BACK },
    token_invalid: { title: 'この確認を開けません', advice: BACK },
    origin_refused: { title: 'このページでは確認を行えません', advice: TELL },
    too_often: { title: '試行回数が多すぎます', advice: '数分待ってから、もう一度お試しください。' },
    nothing_to_compare: { title: 'まだ誰も登録されていません', advice: TELL },
    cannot_do_this: { title: 'その動きは省きます', advice: '別の動きで確認をやり直します。' },
    protocol_error: { title: '確認がこのサービスに合っていません', advice: TELL },
  },
  stepOf: '{of}回中 {n}回目',
  secondsLeft: { other: '残り{n}秒' },
  retryIn: { other: '{n}秒後にもう一度試します' },
  progress: '確認の進み具合',

  camera: { label: 'カメラ', number: 'カメラ {n}', picture: 'カメラの映像' },
  buttons: {
    cancel: '取りやめる',
    again: 'もう一度試す',
    now: '今すぐ試す',
    speakOn: '指示を読み上げる',
    speakOff: '読み上げを止める',
  },
};
