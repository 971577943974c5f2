import type { Texts } from './texts';

const FILL = 'Từ từ, cho đến khi vòng tròn đầy';
const OVAL = 'Hãy đưa khuôn mặt vào hình bầu dục';
const BACK = 'Vui lòng quay lại và bắt đầu lại.';
const TELL = 'Vui lòng báo cho bên vận hành trang này.';
const SELF = 'Hệ thống sẽ tự động thử lại.';
const BROWSER = 'Hãy dùng phiên bản mới của Chrome, Edge, Firefox hoặc Safari.';

export const vi: Texts = {
  language: 'vi',
  name: 'Tiếng Việt',
  direction: 'ltr',

  region: 'Kiểm tra khuôn mặt',
  start: {
    title: 'Kiểm tra nhanh khuôn mặt',
    line: 'Hãy nhìn vào máy ảnh và làm theo hướng dẫn. Việc này mất khoảng nửa phút.',
    tips: [
      'Hãy chọn nơi có ánh sáng đều',
      'Hãy bỏ mũ, kính râm hoặc khẩu trang',
      'Không để người khác lọt vào hình',
    ],
    noFlashing: 'Không có gì nhấp nháy.',
    privacy: 'Hình ảnh chỉ được gửi đến {server}.',
    button: 'Bắt đầu kiểm tra',
  },
  abilities: {
    title: 'Tôi không làm được một số động tác',
    line: 'Hãy đánh dấu những gì bạn không làm được. Bạn sẽ được yêu cầu làm việc khác.',
    each: {
      head: 'Cử động đầu',
      eyes: 'Chớp mắt',
      mouth: 'Cử động miệng',
      brows: 'Nhướng lông mày',
      distance: 'Lại gần hoặc lùi ra',
    },
    refused: 'Ở đây không thể bỏ qua tất cả. Một phần vẫn sẽ được yêu cầu.',
    cannot: 'Tôi không làm được động tác này',
  },
  permission: {
    title: 'Chúng tôi có thể dùng máy ảnh không?',
    advice: 'Hãy chọn “Cho phép” khi trình duyệt hỏi.',
  },
  connecting: 'Đang kết nối…',
  concluding: { title: 'Xin chờ một lát…', advice: 'Lượt kiểm tra của bạn đang được hoàn tất.' },
  done: { title: 'Đã kiểm tra xong', advice: 'Bây giờ bạn có thể đóng lại.' },
  verdicts: {
    BONA_FIDE: { title: 'Đã vượt qua kiểm tra', advice: 'Xin cảm ơn.' },
    ATTACK: {
      title: 'Chưa vượt qua kiểm tra',
      advice: 'Hãy đưa khuôn mặt thật của bạn, không dùng ảnh hay màn hình.',
    },
    NO_RESPONSE: {
      title: 'Kiểm tra chưa có kết quả',
      advice: 'Hãy thử lại ở nơi có ánh sáng đều, không có người khác trong hình.',
    },
  },
  cancelled: { title: 'Đã hủy kiểm tra', advice: 'Máy ảnh đã tắt.' },

  states: {
    face_due: OVAL,
    settling: 'Hãy nhìn thẳng và giữ yên',
    resting: 'Hãy chuẩn bị…',
    returning: 'Tốt. Hãy nhìn thẳng trở lại',
    passed: 'Đã xong tất cả, xin cảm ơn',
    still: 'Hãy nhìn vào máy ảnh và giữ yên',
  },
  acts: {
    blink: { prompt: { other: 'Hãy chớp mắt {n} lần' }, how: 'Bằng cả hai mắt, mắt nhìn vào máy ảnh' },
    turn_left: { prompt: 'Hãy quay đầu sang trái', how: FILL },
    turn_right: { prompt: 'Hãy quay đầu sang phải', how: FILL },
    look_up: { prompt: 'Hãy ngẩng đầu lên', how: 'Nâng cằm cho đến khi vòng tròn đầy' },
    look_down: { prompt: 'Hãy cúi đầu xuống', how: 'Hạ cằm cho đến khi vòng tròn đầy' },
    tilt_left: { prompt: 'Hãy nghiêng đầu sang trái', how: 'Tai trái hướng về vai trái' },
    tilt_right: { prompt: 'Hãy nghiêng đầu sang phải', how: 'Tai phải hướng về vai phải' },
    open_mouth: { prompt: 'Hãy há miệng', how: 'Rộng đến mức bạn thấy thoải mái' },
    smile: { prompt: 'Hãy mỉm cười', how: 'Cười thật tươi' },
    raise_eyebrows: { prompt: 'Hãy nhướng lông mày', how: 'Như khi ngạc nhiên' },
    come_closer: { prompt: 'Hãy lại gần hơn', how: FILL },
    go_back: { prompt: 'Hãy lùi ra xa', how: FILL },
  },
  guidance: {
    no_face: OVAL,
    several_faces: 'Xin chỉ một người',
    too_dark: 'Hãy tìm nơi sáng hơn',
    too_bright: 'Quá sáng: hãy quay đi khỏi nguồn sáng',
    blurred: 'Hãy giữ yên một lát',
    too_small: 'Hãy lại gần thêm một chút',
    too_near: 'Hãy lùi ra một chút',
    cut_off: 'Hãy để lộ toàn bộ khuôn mặt',
    turned_away: 'Hãy nhìn thẳng vào máy ảnh',
    covered: 'Đừng che khuôn mặt',
  },
  notices: {
    early_act: 'Quá sớm: hãy chờ hướng dẫn',
    hasty_act: 'Như vậy là quá sớm. Bạn sẽ được yêu cầu lại',
    wrong_act: 'Đó là một động tác khác',
    window_over: 'Hết giờ, bắt đầu lượt mới',
    face_lost: 'Không nhìn thấy khuôn mặt của bạn, bắt đầu lượt mới',
    face_joined: 'Có người khác trong hình, bắt đầu lượt mới',
    clock_jumped: 'Hình ảnh bị gián đoạn, bắt đầu lượt mới',
  },
  problems: {
    camera_denied: {
      title: 'Máy ảnh chưa được cho phép',
      advice: 'Hãy cho phép trang này dùng máy ảnh ở cạnh địa chỉ, rồi thử lại.',
    },
    camera_absent: {
      title: 'Không tìm thấy máy ảnh',
      advice: 'Hãy kết nối máy ảnh hoặc dùng thiết bị có máy ảnh.',
    },
    camera_busy: {
      title: 'Máy ảnh đang được sử dụng',
      advice: 'Hãy đóng ứng dụng hoặc thẻ khác đang dùng máy ảnh.',
    },
    camera_insecure: {
      title: 'Trang này không an toàn',
      advice: 'Máy ảnh chỉ hoạt động trên các trang https://.',
    },
    camera_unsupported: { title: 'Trình duyệt này không dùng được máy ảnh', advice: BROWSER },
    camera_failed: {
      title: 'Máy ảnh không khởi động',
      advice: 'Hãy kết nối lại hoặc khởi động lại trình duyệt.',
    },
    camera_lost: { title: 'Máy ảnh đã ngắt kết nối', advice: 'Hãy kết nối lại, rồi thử lại.' },
    browser_unsupported: { title: 'Trình duyệt này quá cũ', advice: BROWSER },
    token_missing: { title: 'Lượt kiểm tra chưa được chuẩn bị', advice: BACK },
    token_malformed: { title: 'Lượt kiểm tra chưa được chuẩn bị', advice: BACK },
    offline: { title: 'Bạn đang ngoại tuyến', advice: 'Việc kiểm tra sẽ tiếp tục khi có mạng trở lại.' },
    server_unreachable: { title: 'Không có kết nối', advice: SELF },
    server_full: { title: 'Đang có nhiều người kiểm tra', advice: 'Sẽ tự động đến lượt bạn. Vui lòng chờ.' },
    server_unavailable: { title: 'Dịch vụ chưa sẵn sàng', advice: SELF },
    server_stopped: { title: 'Dịch vụ đang khởi động lại', advice: 'Vui lòng bắt đầu lại sau giây lát.' },
    server_failed: {
      title: 'Việc kiểm tra bị ngắt quãng',
      advice: 'Đây không phải lỗi của bạn. Vui lòng thử lại.',
    },
    connection_lost: { title: 'Đã mất kết nối', advice: 'Việc kiểm tra phải bắt đầu lại.' },
    silent: { title: 'Hình ảnh không gửi được', advice: 'Hãy kiểm tra mạng, rồi bắt đầu lại.' },
    session_expired: { title: 'Hết giờ', advice: 'Hãy bắt đầu lại khi bạn sẵn sàng.' },
    session_unknown: { title: 'Lượt kiểm tra này không còn nữa', advice: BACK },
    session_over: { title: 'Lượt kiểm tra này đã kết thúc', advice: BACK },
    token_used: { title: 'Lượt kiểm tra này đã được dùng', advice: BACK },
    token_invalid: { title: 'Không mở được lượt kiểm tra này', advice: BACK },
    origin_refused: { title: 'Trang này không được phép chạy kiểm tra', advice: TELL },
    too_often: { title: 'Quá nhiều lần thử', advice: 'Hãy chờ vài phút, rồi thử lại.' },
    nothing_to_compare: { title: 'Chưa có ai được đăng ký', advice: TELL },
    cannot_do_this: {
      title: 'Chúng tôi sẽ bỏ qua động tác đó',
      advice: 'Việc kiểm tra bắt đầu lại với các động tác khác.',
    },
    protocol_error: { title: 'Lượt kiểm tra không phù hợp với dịch vụ này', advice: TELL },
  },
  stepOf: 'Bước {n} trên {of}',
  secondsLeft: { other: 'Còn {n} giây' },
  retryIn: { other: 'Thử lại sau {n} giây' },
  progress: 'Tiến trình kiểm tra',

  camera: { label: 'Máy ảnh', number: 'Máy ảnh {n}', picture: 'Hình từ máy ảnh' },
  buttons: {
    cancel: 'Hủy',
    again: 'Thử lại',
    now: 'Thử ngay',
    speakOn: 'Đọc to hướng dẫn',
    speakOff: 'Ngừng đọc to',
  },
};
