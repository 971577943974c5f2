import type { Texts } from './texts';

const FILL = 'Perlahan, sampai lingkaran penuh';
const OVAL = 'Posisikan wajah Anda di dalam oval';
const BACK = 'Silakan kembali dan mulai lagi.';
const TELL = 'Silakan beri tahu pengelola halaman ini.';
const SELF = 'Akan dicoba lagi secara otomatis.';
const BROWSER = 'Gunakan versi terbaru Chrome, Edge, Firefox, atau Safari.';

export const id: Texts = {
  language: 'id',
  name: 'Bahasa Indonesia',
  direction: 'ltr',

  region: 'Pemeriksaan wajah',
  start: {
    title: 'Pemeriksaan wajah singkat',
    line: 'Lihat ke kamera dan ikuti petunjuk. Ini memerlukan waktu sekitar setengah menit.',
    tips: [
      'Cari tempat dengan cahaya merata',
      'Lepaskan topi, kacamata hitam, atau masker',
      'Pastikan tidak ada orang lain di gambar',
    ],
    noFlashing: 'Tidak ada yang berkedip di layar.',
    privacy: 'Gambar hanya dikirim ke {server}.',
    button: 'Mulai pemeriksaan',
  },
  abilities: {
    title: 'Saya tidak dapat melakukan beberapa gerakan',
    line: 'Centang yang tidak dapat Anda lakukan. Anda akan diminta melakukan hal lain.',
    each: {
      head: 'Menggerakkan kepala',
      eyes: 'Mengedipkan mata',
      mouth: 'Menggerakkan mulut',
      brows: 'Mengangkat alis',
      distance: 'Mendekat atau menjauh',
    },
    refused: 'Di sini tidak semuanya dapat dilewati. Sebagian akan tetap diminta.',
    cannot: 'Saya tidak dapat melakukan ini',
  },
  permission: {
    title: 'Bolehkah kami menggunakan kamera?',
    advice: 'Pilih “Izinkan” saat peramban bertanya.',
  },
  connecting: 'Menghubungkan…',
  concluding: { title: 'Tunggu sebentar…', advice: 'Pemeriksaan Anda sedang diselesaikan.' },
  done: { title: 'Pemeriksaan selesai', advice: 'Sekarang Anda dapat menutup ini.' },
  verdicts: {
    BONA_FIDE: { title: 'Pemeriksaan berhasil', advice: 'Terima kasih.' },
    ATTACK: {
      title: 'Pemeriksaan tidak berhasil',
      advice: 'Tunjukkan wajah Anda sendiri, bukan foto atau layar.',
    },
    NO_RESPONSE: {
      title: 'Pemeriksaan tidak memberi hasil',
      advice: 'Coba lagi di cahaya merata, tanpa orang lain di gambar.',
    },
  },
  cancelled: { title: 'Pemeriksaan dibatalkan', advice: 'Kamera mati.' },

  states: {
    face_due: OVAL,
    settling: 'Lihat lurus ke depan dan jangan bergerak',
    resting: 'Bersiaplah…',
    returning: 'Bagus. Lihat lurus ke depan lagi',
    passed: 'Semua selesai, terima kasih',
    still: 'Lihat ke kamera dan jangan bergerak',
  },
  acts: {
    blink: {
      prompt: { other: 'Kedipkan mata {n} kali' },
      how: 'Dengan kedua mata, sambil melihat ke kamera',
    },
    turn_left: { prompt: 'Putar kepala ke kiri', how: FILL },
    turn_right: { prompt: 'Putar kepala ke kanan', how: FILL },
    look_up: { prompt: 'Lihat ke atas', how: 'Angkat dagu sampai lingkaran penuh' },
    look_down: { prompt: 'Lihat ke bawah', how: 'Turunkan dagu sampai lingkaran penuh' },
    tilt_left: { prompt: 'Miringkan kepala ke kiri', how: 'Telinga kiri ke arah bahu kiri' },
    tilt_right: { prompt: 'Miringkan kepala ke kanan', how: 'Telinga kanan ke arah bahu kanan' },
    open_mouth: { prompt: 'Buka mulut', how: 'Selebar yang terasa nyaman' },
    smile: { prompt: 'Tersenyumlah', how: 'Selebar mungkin' },
    raise_eyebrows: { prompt: 'Angkat alis', how: 'Seperti saat terkejut' },
    come_closer: { prompt: 'Mendekatlah', how: FILL },
    go_back: { prompt: 'Mundurlah', how: FILL },
  },
  guidance: {
    no_face: OVAL,
    several_faces: 'Satu orang saja, mohon',
    too_dark: 'Cari tempat yang lebih terang',
    too_bright: 'Terlalu terang: hindari sumber cahaya',
    blurred: 'Jangan bergerak sebentar',
    too_small: 'Mendekatlah sedikit',
    too_near: 'Mundurlah sedikit',
    cut_off: 'Tunjukkan seluruh wajah Anda',
    turned_away: 'Lihat lurus ke kamera',
    covered: 'Jangan tutupi wajah Anda',
  },
  notices: {
    early_act: 'Terlalu cepat: tunggu petunjuk',
    hasty_act: 'Tadi terlalu cepat. Akan diminta lagi',
    wrong_act: 'Itu gerakan lain',
    window_over: 'Waktu habis, putaran baru dimulai',
    face_lost: 'Wajah Anda tidak terlihat, putaran baru dimulai',
    face_joined: 'Orang lain terlihat, putaran baru dimulai',
    clock_jumped: 'Gambar terputus, putaran baru dimulai',
  },
  problems: {
    camera_denied: {
      title: 'Kamera tidak diizinkan',
      advice: 'Izinkan kamera untuk halaman ini di samping alamatnya, lalu coba lagi.',
    },
    camera_absent: {
      title: 'Kamera tidak ditemukan',
      advice: 'Sambungkan kamera atau gunakan perangkat yang memilikinya.',
    },
    camera_busy: {
      title: 'Kamera sedang digunakan',
      advice: 'Tutup aplikasi atau tab lain yang menggunakannya.',
    },
    camera_insecure: {
      title: 'Halaman ini tidak aman',
      advice: 'Kamera hanya berfungsi di halaman https://.',
    },
    camera_unsupported: { title: 'Peramban ini tidak dapat menggunakan kamera', advice: BROWSER },
    camera_failed: { title: 'Kamera tidak menyala', advice: 'Sambungkan kembali atau mulai ulang peramban.' },
    camera_lost: { title: 'Kamera terputus', advice: 'Sambungkan kembali, lalu coba lagi.' },
    browser_unsupported: { title: 'Versi peramban ini sudah usang', advice: BROWSER },
    token_missing: { title: 'Pemeriksaan belum disiapkan', advice: BACK },
    token_malformed: { title: 'Pemeriksaan belum disiapkan', advice: BACK },
    offline: { title: 'Anda sedang luring', advice: 'Pemeriksaan dilanjutkan saat jaringan kembali.' },
    server_unreachable: { title: 'Tidak ada koneksi', advice: SELF },
    server_full: {
      title: 'Banyak orang sedang diperiksa',
      advice: 'Giliran Anda akan tiba secara otomatis. Mohon tunggu.',
    },
    server_unavailable: { title: 'Layanan belum siap', advice: SELF },
    server_stopped: { title: 'Layanan sedang dimulai ulang', advice: 'Tunggu sebentar, lalu mulai lagi.' },
    server_failed: { title: 'Pemeriksaan terhenti', advice: 'Ini bukan kesalahan Anda. Silakan coba lagi.' },
    connection_lost: { title: 'Koneksi terputus', advice: 'Pemeriksaan harus dimulai lagi.' },
    silent: { title: 'Gambar tidak sampai', advice: 'Periksa jaringan Anda, lalu mulai lagi.' },
    session_expired: { title: 'Waktu habis', advice: 'Mulai lagi saat Anda siap.' },
    session_unknown: { title: 'Pemeriksaan ini sudah tidak ada', advice: BACK },
    session_over: { title: 'Pemeriksaan ini sudah berakhir', advice: BACK },
    token_used: { title: 'Pemeriksaan ini sudah digunakan', advice: BACK },
    token_invalid: { title: 'Pemeriksaan ini tidak dapat dibuka', advice: BACK },
    origin_refused: { title: 'Halaman ini tidak boleh menjalankan pemeriksaan', advice: TELL },
    too_often: { title: 'Terlalu banyak percobaan', advice: 'Tunggu beberapa menit, lalu coba lagi.' },
    nothing_to_compare: { title: 'Belum ada yang terdaftar', advice: TELL },
    cannot_do_this: {
      title: 'Gerakan itu dilewati',
      advice: 'Pemeriksaan dimulai lagi dengan gerakan lain.',
    },
    protocol_error: { title: 'Pemeriksaan tidak sesuai dengan layanan ini', advice: TELL },
  },
  stepOf: 'Langkah {n} dari {of}',
  secondsLeft: { other: '{n} detik lagi' },
  retryIn: { other: 'Mencoba lagi dalam {n} detik' },
  progress: 'Kemajuan pemeriksaan',

  camera: { label: 'Kamera', number: 'Kamera {n}', picture: 'Gambar kamera' },
  buttons: {
    cancel: 'Batal',
    again: 'Coba lagi',
    now: 'Coba sekarang',
    speakOn: 'Bacakan petunjuk',
    speakOff: 'Berhenti membacakan',
  },
};
