import type { Texts } from './texts';

const FILL = 'Yavaşça, halka dolana kadar';
const OVAL = 'Yüzünüzü ovalin içine getirin';
const BACK = 'Geri dönün ve yeniden başlayın.';
const TELL = 'Lütfen bu sayfayı işletenlere haber verin.';
const SELF = 'Kendiliğinden yeniden denenecek.';
const BROWSER = 'Chrome, Edge, Firefox veya Safari’nin güncel bir sürümünü kullanın.';

export const tr: Texts = {
  language: 'tr',
  name: 'Türkçe',
  direction: 'ltr',

  region: 'Yüz doğrulaması',
  start: {
    title: 'Kısa bir yüz doğrulaması',
    line: 'Kameraya bakın ve isteneni yapın. Yaklaşık yarım dakika sürer.',
    tips: [
      'Işığın eşit dağıldığı bir yer seçin',
      'Şapka, güneş gözlüğü veya maskeyi çıkarın',
      'Görüntüde başka kimse olmasın',
    ],
    noFlashing: 'Hiçbir şey yanıp sönmez.',
    privacy: 'Görüntüler yalnızca şu sunucuya gider: {server}.',
    button: 'Doğrulamayı başlat',
  },
  abilities: {
    title: 'Bazı hareketleri yapamıyorum',
    line: 'Yapamadıklarınızı işaretleyin. Sizden başka bir şey istenecek.',
    each: {
      head: 'Başımı hareket ettirmek',
      eyes: 'Göz kırpmak',
      mouth: 'Ağzımı hareket ettirmek',
      brows: 'Kaşlarımı kaldırmak',
      distance: 'Yaklaşmak veya uzaklaşmak',
    },
    refused: 'Burada bunların hepsi atlanamaz. Bir kısmı istenecek.',
    cannot: 'Bunu yapamıyorum',
  },
  permission: {
    title: 'Kamerayı kullanabilir miyiz?',
    advice: 'Tarayıcı sorduğunda “İzin ver” seçeneğini seçin.',
  },
  connecting: 'Bağlanılıyor…',
  concluding: { title: 'Lütfen bekleyin…', advice: 'Doğrulamanız tamamlanıyor.' },
  done: { title: 'Doğrulama tamamlandı', advice: 'Artık bunu kapatabilirsiniz.' },
  verdicts: {
    BONA_FIDE: { title: 'Doğrulama başarılı', advice: 'Teşekkür ederiz.' },
    ATTACK: {
      title: 'Doğrulama başarılı olmadı',
      advice: 'Bir resim veya ekran değil, kendi yüzünüzü gösterin.',
    },
    NO_RESPONSE: {
      title: 'Doğrulamadan sonuç alınamadı',
      advice: 'Eşit ışıkta, görüntüde başka kimse yokken yeniden deneyin.',
    },
  },
  cancelled: { title: 'Doğrulama iptal edildi', advice: 'Kamera kapalı.' },

  states: {
    face_due: OVAL,
    settling: 'Dümdüz bakın ve kıpırdamayın',
    resting: 'Hazırlanın…',
    returning: 'Güzel. Yeniden dümdüz bakın',
    passed: 'Hepsi tamam, teşekkür ederiz',
    still: 'Kameraya bakın ve kıpırdamayın',
  },
  acts: {
    blink: {
      prompt: { one: 'Gözlerinizi {n} kez kırpın', other: 'Gözlerinizi {n} kez kırpın' },
      how: 'İki gözünüzle, kameraya bakarak',
    },
    turn_left: { prompt: 'Başınızı sola çevirin', how: FILL },
    turn_right: { prompt: 'Başınızı sağa çevirin', how: FILL },
    look_up: { prompt: 'Yukarı bakın', how: 'Halka dolana kadar çenenizi kaldırın' },
    look_down: { prompt: 'Aşağı bakın', how: 'Halka dolana kadar çenenizi indirin' },
    tilt_left: { prompt: 'Başınızı sola eğin', how: 'Sol kulağınız sol omzunuza doğru' },
    tilt_right: { prompt: 'Başınızı sağa eğin', how: 'Sağ kulağınız sağ omzunuza doğru' },
    open_mouth: { prompt: 'Ağzınızı açın', how: 'Rahat ettiğiniz kadar geniş' },
    smile: { prompt: 'Gülümseyin', how: 'Olabildiğince geniş' },
    raise_eyebrows: { prompt: 'Kaşlarınızı kaldırın', how: 'Şaşırmış gibi' },
    come_closer: { prompt: 'Yaklaşın', how: FILL },
    go_back: { prompt: 'Uzaklaşın', how: FILL },
  },
  guidance: {
    no_face: OVAL,
    several_faces: 'Lütfen yalnızca bir kişi',
    too_dark: 'Daha aydınlık bir yer bulun',
    too_bright: 'Çok aydınlık: ışıktan uzağa dönün',
    blurred: 'Bir an kıpırdamayın',
    too_small: 'Biraz yaklaşın',
    too_near: 'Biraz uzaklaşın',
    cut_off: 'Yüzünüzün tamamını gösterin',
    turned_away: 'Doğrudan kameraya bakın',
    covered: 'Yüzünüzü açın',
  },
  notices: {
    early_act: 'Çok erken: yönergeyi bekleyin',
    hasty_act: 'Bu çok erkendi. Yeniden istenecek',
    wrong_act: 'Bu başka bir hareketti',
    window_over: 'Süre doldu, yeni bir tur başlıyor',
    face_lost: 'Yüzünüz görünmüyordu, yeni bir tur başlıyor',
    face_joined: 'Başka biri de görünüyordu, yeni bir tur başlıyor',
    clock_jumped: 'Görüntü kesildi, yeni bir tur başlıyor',
  },
  problems: {
    camera_denied: {
      title: 'Kameraya izin verilmiyor',
      advice: 'Adresin yanından bu sayfanın kamerayı kullanmasına izin verin, sonra yeniden deneyin.',
    },
    camera_absent: {
      title: 'Kamera bulunamadı',
      advice: 'Bir kamera bağlayın veya kamerası olan bir cihaz kullanın.',
    },
    camera_busy: {
      title: 'Kamera kullanımda',
      advice: 'Onu kullanan diğer uygulamayı veya sekmeyi kapatın.',
    },
    camera_insecure: {
      title: 'Bu sayfa güvenli değil',
      advice: 'Kamera yalnızca https:// sayfalarında çalışır.',
    },
    camera_unsupported: { title: 'Bu tarayıcı kamerayı kullanamıyor', advice: BROWSER },
    camera_failed: {
      title: 'Kamera başlamadı',
      advice: 'Yeniden bağlayın veya tarayıcıyı yeniden başlatın.',
    },
    camera_lost: { title: 'Kamera bağlantısı kesildi', advice: 'Yeniden bağlayın, sonra tekrar deneyin.' },
    browser_unsupported: { title: 'Bu tarayıcı çok eski', advice: BROWSER },
    token_missing: { title: 'Doğrulama hazırlanmadı', advice: BACK },
    token_malformed: { title: 'Doğrulama hazırlanmadı', advice: BACK },
    offline: { title: 'Çevrimdışısınız', advice: 'Ağ geri geldiğinde doğrulama devam eder.' },
    server_unreachable: { title: 'Bağlantı yok', advice: SELF },
    server_full: {
      title: 'Şu anda birçok kişi doğrulanıyor',
      advice: 'Sıranız kendiliğinden gelecek. Lütfen bekleyin.',
    },
    server_unavailable: { title: 'Hizmet hazır değil', advice: SELF },
    server_stopped: { title: 'Hizmet yeniden başlatılıyor', advice: 'Birazdan yeniden başlayın.' },
    server_failed: {
      title: 'Doğrulama yarıda kaldı',
      advice: 'Bu sizin hatanız değildi. Lütfen yeniden deneyin.',
    },
    connection_lost: { title: 'Bağlantı koptu', advice: 'Doğrulamanın yeniden başlaması gerekiyor.' },
    silent: { title: 'Görüntü ulaşmadı', advice: 'Ağınızı denetleyin, sonra yeniden başlayın.' },
    session_expired: { title: 'Süre doldu', advice: 'Hazır olduğunuzda yeniden başlayın.' },
    session_unknown: { title: 'Bu doğrulama artık yok', advice: BACK },
    session_over: { title: 'Bu doğrulama sona erdi', advice: BACK },
    token_used: { title: 'Bu doğrulama zaten kullanıldı', advice: BACK },
    token_invalid: { title: 'Bu doğrulama açılamıyor', advice: BACK },
    origin_refused: { title: 'Bu sayfa doğrulamayı çalıştıramaz', advice: TELL },
    too_often: { title: 'Çok fazla deneme', advice: 'Birkaç dakika bekleyin, sonra yeniden deneyin.' },
    nothing_to_compare: { title: 'Henüz kimse kayıtlı değil', advice: TELL },
    cannot_do_this: { title: 'Bunu atlıyoruz', advice: 'Doğrulama başka hareketlerle yeniden başlıyor.' },
    protocol_error: { title: 'Doğrulama bu hizmete uymuyor', advice: TELL },
  },
  stepOf: 'Adım {n} / {of}',
  secondsLeft: { one: '{n} saniye kaldı', other: '{n} saniye kaldı' },
  retryIn: { one: '{n} saniye sonra yeniden denenecek', other: '{n} saniye sonra yeniden denenecek' },
  progress: 'Doğrulamanın ilerleyişi',

  camera: { label: 'Kamera', number: 'Kamera {n}', picture: 'Kamera görüntüsü' },
  buttons: {
    cancel: 'İptal',
    again: 'Yeniden dene',
    now: 'Şimdi dene',
    speakOn: 'Yönergeleri sesli oku',
    speakOff: 'Sesli okumayı durdur',
  },
};
