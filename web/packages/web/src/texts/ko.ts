import type { Texts } from './texts';

const FILL = '고리가 다 찰 때까지 천천히';
const OVAL = '얼굴을 타원 안에 맞춰 주세요';
const BACK = '이전 화면으로 돌아가 처음부터 다시 시작해 주세요.';
const TELL = '이 페이지의 운영자에게 알려 주세요.';
const SELF = '자동으로 다시 시도합니다.';
const BROWSER = 'Chrome, Edge, Firefox 또는 Safari의 최신 버전을 사용해 주세요.';

export const ko: Texts = {
  language: 'ko',
  name: '한국어',
  direction: 'ltr',

  region: '얼굴 확인',
  start: {
    title: '간단한 얼굴 확인',
    line: '카메라를 보고 안내에 따라 주세요. 30초 정도 걸립니다.',
    tips: [
      '빛이 고른 곳을 찾아 주세요',
      '모자, 선글라스, 마스크를 벗어 주세요',
      '다른 사람이 화면에 나오지 않게 해 주세요',
    ],
    noFlashing: '화면이 깜빡이지 않습니다.',
    privacy: '영상은 {server}에만 전송됩니다.',
    button: '확인 시작',
  },
  abilities: {
    title: '할 수 없는 동작이 있어요',
    line: '할 수 없는 동작을 선택해 주세요. 대신 다른 동작을 안내합니다.',
    each: {
      head: '고개 움직이기',
      eyes: '눈 깜빡이기',
      mouth: '입 움직이기',
      brows: '눈썹 올리기',
      distance: '다가오거나 물러서기',
    },
    refused: '여기서는 모두 뺄 수 없습니다. 일부는 요청될 수 있습니다.',
    cannot: '이 동작은 할 수 없어요',
  },
  permission: { title: '카메라를 사용해도 될까요?', advice: '브라우저가 물으면 ‘허용’을 선택해 주세요.' },
  connecting: '연결하는 중…',
  concluding: { title: '잠시만 기다려 주세요…', advice: '확인을 마무리하고 있습니다.' },
  done: { title: '확인이 끝났습니다', advice: '이제 닫으셔도 됩니다.' },
  verdicts: {
    BONA_FIDE: { title: '확인에 성공했습니다', advice: '감사합니다.' },
    ATTACK: { title: '확인에 실패했습니다', advice: '사진이나 화면이 아닌 본인의 얼굴을 보여 주세요.' },
    NO_RESPONSE: { title: '결과를 판정하지 못했습니다', advice: '빛이 고른 곳에서 혼자 다시 시도해 주세요.' },
  },
  cancelled: { title: '확인이 취소되었습니다', advice: '카메라가 꺼져 있습니다.' },

  states: {
    face_due: OVAL,
    settling: '정면을 보고 움직이지 마세요',
    resting: '준비해 주세요…',
    returning: '좋습니다. 다시 정면을 봐 주세요',
    passed: '모두 끝났습니다. 감사합니다',
    still: '카메라를 보고 움직이지 마세요',
  },
  acts: {
    blink: { prompt: { other: '눈을 {n}번 깜빡여 주세요' }, how: '두 눈으로, 카메라를 보면서' },
    turn_left: { prompt: '고개를 왼쪽으로 돌려 주세요', how: FILL },
    turn_right: { prompt: '고개를 오른쪽으로 돌려 주세요', how: FILL },
    look_up: { prompt: '위를 봐 주세요', how: '고리가 다 찰 때까지 턱을 드세요' },
    look_down: { prompt: '아래를 봐 주세요', how: '고리가 다 찰 때까지 턱을 내리세요' },
    tilt_left: { prompt: '고개를 왼쪽으로 기울여 주세요', how: '왼쪽 귀를 왼쪽 어깨 쪽으로' },
    tilt_right: { prompt: '고개를 오른쪽으로 기울여 주세요', how: '오른쪽 귀를 오른쪽 어깨 쪽으로' },
    open_mouth: { prompt: '입을 벌려 주세요', how: '불편하지 않은 만큼 크게' },
    smile: { prompt: '미소를 지어 주세요', how: '될 수 있는 대로 활짝' },
    raise_eyebrows: { prompt: '눈썹을 올려 주세요', how: '놀란 것처럼' },
    come_closer: { prompt: '가까이 와 주세요', how: FILL },
    go_back: { prompt: '뒤로 물러나 주세요', how: FILL },
  },
  guidance: {
    no_face: OVAL,
    several_faces: '한 분만 나와 주세요',
    too_dark: '더 밝은 곳으로 옮겨 주세요',
    too_bright: '너무 밝습니다. 빛을 등져 주세요',
    blurred: '잠시 움직이지 마세요',
    too_small: '조금 더 가까이 와 주세요',
    too_near: '조금 더 물러나 주세요',
    cut_off: '얼굴 전체를 보여 주세요',
    turned_away: '카메라를 똑바로 봐 주세요',
    covered: '얼굴을 가리지 마세요',
  },
  notices: {
    early_act: '아직 이릅니다. 안내를 기다려 주세요',
    hasty_act: '너무 빨랐습니다. 다시 안내합니다',
    wrong_act: '다른 동작이었습니다',
    window_over: '시간이 다 되어 새로 시작합니다',
    face_lost: '얼굴이 보이지 않아 새로 시작합니다',
    face_joined: '다른 사람이 보여 새로 시작합니다',
    clock_jumped: '영상이 끊겨 새로 시작합니다',
  },
  problems: {
    camera_denied: {
      title: '카메라가 허용되지 않았습니다',
      advice: '주소 옆에서 이 페이지에 카메라를 허용한 뒤 다시 시도해 주세요.',
    },
    camera_absent: {
      title: '카메라를 찾을 수 없습니다',
      advice: '카메라를 연결하거나 카메라가 있는 기기를 사용해 주세요.',
    },
    camera_busy: {
      title: '카메라가 사용 중입니다',
      advice: '카메라를 쓰고 있는 다른 앱이나 탭을 닫아 주세요.',
    },
    camera_insecure: {
      title: '이 페이지는 안전하지 않습니다',
      advice: '카메라는 https:// 페이지에서만 작동합니다.',
    },
    camera_unsupported: { title: '이 브라우저는 카메라를 사용할 수 없습니다', advice: BROWSER },
    camera_failed: {
      title: '카메라가 켜지지 않았습니다',
      advice: '다시 연결하거나 브라우저를 다시 시작해 주세요.',
    },
    camera_lost: { title: '카메라 연결이 끊겼습니다', advice: '다시 연결한 뒤 다시 시도해 주세요.' },
    browser_unsupported: { title: '이 브라우저는 너무 오래되었습니다', advice: BROWSER },
    token_missing: { title: '확인이 준비되지 않았습니다', advice: BACK },
    token_malformed: { title: '확인이 준비되지 않았습니다', advice: BACK },
    offline: { title: '오프라인 상태입니다', advice: '네트워크가 돌아오면 확인이 계속됩니다.' },
    server_unreachable: { title: '연결되지 않았습니다', advice: SELF },
    server_full: {
      title: '많은 분이 확인하고 있습니다',
      advice: '차례가 자동으로 돌아옵니다. 잠시 기다려 주세요.',
    },
    server_unavailable: { title: '서비스가 준비되지 않았습니다', advice: SELF },
    server_stopped: { title: '서비스를 다시 시작하고 있습니다', advice: '잠시 후 다시 시작해 주세요.' },
    server_failed: {
      title: '확인이 중단되었습니다',
      advice: '사용자의 잘못이 아닙니다. 다시 시도해 주세요.',
    },
    connection_lost: { title: '연결이 끊어졌습니다', advice: '확인을 처음부터 다시 시작해야 합니다.' },
    silent: { title: '영상이 전달되지 않았습니다', advice: '네트워크를 확인한 뒤 다시 시작해 주세요.' },
    session_expired: { title: '시간이 다 되었습니다', advice: '준비되면 다시 시작해 주세요.' },
    session_unknown: { title: '이 확인은 더 이상 없습니다', advice: BACK },
    session_over: { title: '이 확인은 끝났습니다', advice: BACK },
    token_used: { title: '이 확인은 이미 사용되었습니다', advice: BACK },
    token_invalid: { title: '이 확인을 열 수 없습니다', advice: BACK },
    origin_refused: { title: '이 페이지에서는 확인을 진행할 수 없습니다', advice: TELL },
    too_often: { title: '시도가 너무 많습니다', advice: '몇 분 기다린 뒤 다시 시도해 주세요.' },
    nothing_to_compare: { title: '아직 등록된 사람이 없습니다', advice: TELL },
    cannot_do_this: { title: '그 동작은 빼겠습니다', advice: '다른 동작으로 확인을 다시 시작합니다.' },
    protocol_error: { title: '확인이 이 서비스와 맞지 않습니다', advice: TELL },
  },
  stepOf: '{of}단계 중 {n}단계',
  secondsLeft: { other: '{n}초 남음' },
  retryIn: { other: '{n}초 후 다시 시도합니다' },
  progress: '확인 진행 상황',

  camera: { label: '카메라', number: '카메라 {n}', picture: '카메라 화면' },
  buttons: {
    cancel: '취소',
    again: '다시 시도',
    now: '지금 시도',
    speakOn: '안내 소리 내어 읽기',
    speakOff: '소리 내어 읽기 중지',
  },
};
