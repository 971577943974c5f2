import type { Texts } from './texts';

const FILL = 'Powoli, aż pierścień się wypełni';
const OVAL = 'Proszę umieścić twarz w owalu';
const BACK = 'Proszę wrócić i zacząć od nowa.';
const TELL = 'Proszę powiadomić administratora tej strony.';
const SELF = 'Próba zostanie ponowiona automatycznie.';
const BROWSER = 'Proszę użyć aktualnej wersji Chrome, Edge, Firefox lub Safari.';

export const pl: Texts = {
  language: 'pl',
  name: 'Polski',
  direction: 'ltr',

  region: 'Weryfikacja twarzy',
  start: {
    title: 'Krótka weryfikacja twarzy',
    line: 'Proszę patrzeć w kamerę i wykonywać polecenia. Potrwa to około pół minuty.',
    tips: [
      'Proszę zadbać o równomierne światło',
      'Proszę zdjąć czapkę, okulary przeciwsłoneczne lub maskę',
      'Na obrazie nie powinno być innych osób',
    ],
    noFlashing: 'Nic nie miga.',
    privacy: 'Obrazy trafiają tylko do {server}.',
    button: 'Rozpocznij weryfikację',
  },
  abilities: {
    title: 'Nie mogę wykonać niektórych ruchów',
    line: 'Proszę zaznaczyć, czego nie można wykonać. Poprosimy o coś innego.',
    each: {
      head: 'Poruszanie głową',
      eyes: 'Mruganie',
      mouth: 'Poruszanie ustami',
      brows: 'Unoszenie brwi',
      distance: 'Przybliżanie się lub oddalanie',
    },
    refused: 'Nie można tu pominąć wszystkiego. O część poprosimy.',
    cannot: 'Nie mogę tego zrobić',
  },
  permission: {
    title: 'Czy możemy użyć kamery?',
    advice: 'Proszę wybrać „Zezwól”, gdy przeglądarka o to zapyta.',
  },
  connecting: 'Łączenie…',
  concluding: { title: 'Chwileczkę…', advice: 'Weryfikacja dobiega końca.' },
  done: { title: 'Weryfikacja zakończona', advice: 'Można już to zamknąć.' },
  verdicts: {
    BONA_FIDE: { title: 'Weryfikacja się powiodła', advice: 'Dziękujemy.' },
    ATTACK: {
      title: 'Weryfikacja się nie powiodła',
      advice: 'Proszę pokazać własną twarz, a nie zdjęcie czy ekran.',
    },
    NO_RESPONSE: {
      title: 'Weryfikacja nie dała wyniku',
      advice: 'Proszę spróbować ponownie w równomiernym świetle, bez innych osób na obrazie.',
    },
  },
  cancelled: { title: 'Weryfikacja została anulowana', advice: 'Kamera jest wyłączona.' },

  states: {
    face_due: OVAL,
    settling: 'Proszę patrzeć prosto i się nie ruszać',
    resting: 'Proszę się przygotować…',
    returning: 'Dobrze. Proszę znów patrzeć prosto',
    passed: 'Gotowe, dziękujemy',
    still: 'Proszę patrzeć w kamerę i się nie ruszać',
  },
  acts: {
    blink: {
      prompt: {
        one: 'Proszę mrugnąć {n} raz',
        few: 'Proszę mrugnąć {n} razy',
        many: 'Proszę mrugnąć {n} razy',
        other: 'Proszę mrugnąć {n} razy',
      },
      how: 'Obojgiem oczu, patrząc w kamerę',
    },
    turn_left: { prompt: 'Proszę obrócić głowę w lewo', how: FILL },
    turn_right: { prompt: 'Proszę obrócić głowę w prawo', how: FILL },
    look_up: { prompt: 'Proszę spojrzeć w górę', how: 'Podnosząc brodę, aż pierścień się wypełni' },
    look_down: { prompt: 'Proszę spojrzeć w dół', how: 'Opuszczając brodę, aż pierścień się wypełni' },
    tilt_left: { prompt: 'Proszę przechylić głowę w lewo', how: 'Lewe ucho w stronę lewego ramienia' },
    tilt_right: { prompt: 'Proszę przechylić głowę w prawo', how: 'Prawe ucho w stronę prawego ramienia' },
    open_mouth: { prompt: 'Proszę otworzyć usta', how: 'Tak szeroko, jak jest wygodnie' },
    smile: { prompt: 'Proszę się uśmiechnąć', how: 'Jak najszerzej' },
    raise_eyebrows: { prompt: 'Proszę unieść brwi', how: 'Jakby ze zdziwienia' },
    come_closer: { prompt: 'Proszę się przybliżyć', how: FILL },
    go_back: { prompt: 'Proszę się odsunąć', how: FILL },
  },
  guidance: {
    no_face: OVAL,
    several_faces: 'Tylko jedna osoba, proszę',
    too_dark: 'Proszę znaleźć jaśniejsze miejsce',
    too_bright: 'Za jasno: proszę odwrócić się od światła',
    blurred: 'Proszę chwilę się nie ruszać',
    too_small: 'Proszę trochę się przybliżyć',
    too_near: 'Proszę trochę się odsunąć',
    cut_off: 'Proszę pokazać całą twarz',
    turned_away: 'Proszę patrzeć prosto w kamerę',
    covered: 'Proszę odsłonić twarz',
  },
  notices: {
    early_act: 'Za wcześnie: proszę poczekać na polecenie',
    hasty_act: 'To było za wcześnie. Poprosimy o to jeszcze raz',
    wrong_act: 'To był inny ruch',
    window_over: 'Czas minął, zaczyna się nowa runda',
    face_lost: 'Twarz zniknęła z obrazu, zaczyna się nowa runda',
    face_joined: 'Na obrazie był ktoś jeszcze, zaczyna się nowa runda',
    clock_jumped: 'Obraz został przerwany, zaczyna się nowa runda',
  },
  problems: {
    camera_denied: {
      title: 'Kamera nie jest dozwolona',
      advice: 'Proszę zezwolić tej stronie na użycie kamery obok jej adresu i spróbować ponownie.',
    },
    camera_absent: {
      title: 'Nie znaleziono kamery',
      advice: 'Proszę podłączyć kamerę lub użyć urządzenia z kamerą.',
    },
    camera_busy: {
      title: 'Kamera jest już używana',
      advice: 'Proszę zamknąć inną aplikację lub kartę, która jej używa.',
    },
    camera_insecure: {
      title: 'Ta strona nie jest bezpieczna',
      advice: 'Kamera działa tylko na stronach https://.',
    },
    camera_unsupported: { title: 'Ta przeglądarka nie może użyć kamery', advice: BROWSER },
    camera_failed: {
      title: 'Kamera się nie uruchomiła',
      advice: 'Proszę podłączyć ją ponownie lub uruchomić przeglądarkę od nowa.',
    },
    camera_lost: {
      title: 'Kamera została odłączona',
      advice: 'Proszę podłączyć ją ponownie i spróbować jeszcze raz.',
    },
    browser_unsupported: { title: 'Ta przeglądarka jest za stara', advice: BROWSER },
    token_missing: { title: 'Weryfikacja nie została przygotowana', advice: BACK },
    token_malformed: { title: 'Weryfikacja nie została przygotowana', advice: BACK },
    offline: { title: 'Brak sieci', advice: 'Weryfikacja będzie kontynuowana, gdy sieć wróci.' },
    server_unreachable: { title: 'Brak połączenia', advice: SELF },
    server_full: {
      title: 'Trwa weryfikacja wielu osób',
      advice: 'Państwa kolej nadejdzie automatycznie. Proszę zaczekać.',
    },
    server_unavailable: { title: 'Usługa nie jest gotowa', advice: SELF },
    server_stopped: { title: 'Usługa uruchamia się ponownie', advice: 'Proszę za chwilę zacząć od nowa.' },
    server_failed: {
      title: 'Weryfikacja została przerwana',
      advice: 'To nie Państwa wina. Proszę spróbować ponownie.',
    },
    connection_lost: { title: 'Utracono połączenie', advice: 'Weryfikacja musi zacząć się od nowa.' },
    silent: { title: 'Obraz nie dotarł', advice: 'Proszę sprawdzić sieć i zacząć od nowa.' },
    session_expired: { title: 'Czas minął', advice: 'Proszę zacząć od nowa w dogodnej chwili.' },
    session_unknown: { title: 'Ta weryfikacja już nie istnieje', advice: BACK },
    session_over: { title: 'Ta weryfikacja już się skończyła', advice: BACK },
    token_used: { title: 'Ta weryfikacja została już użyta', advice: BACK },
    token_invalid: { title: 'Nie można otworzyć tej weryfikacji', advice: BACK },
    origin_refused: { title: 'Ta strona nie może przeprowadzić weryfikacji', advice: TELL },
    too_often: { title: 'Zbyt wiele prób', advice: 'Proszę odczekać kilka minut i spróbować ponownie.' },
    nothing_to_compare: { title: 'Nikt nie jest jeszcze zarejestrowany', advice: TELL },
    cannot_do_this: { title: 'To pomijamy', advice: 'Weryfikacja zacznie się od nowa z innymi ruchami.' },
    protocol_error: { title: 'Weryfikacja nie pasuje do tej usługi', advice: TELL },
  },
  stepOf: 'Krok {n} z {of}',
  secondsLeft: {
    one: 'Pozostała {n} sekunda',
    few: 'Pozostały {n} sekundy',
    many: 'Pozostało {n} sekund',
    other: 'Pozostało {n} sekundy',
  },
  retryIn: {
    one: 'Ponowna próba za {n} sekundę',
    few: 'Ponowna próba za {n} sekundy',
    many: 'Ponowna próba za {n} sekund',
    other: 'Ponowna próba za {n} sekundy',
  },
  progress: 'Postęp weryfikacji',

  camera: { label: 'Kamera', number: 'Kamera {n}', picture: 'Obraz z kamery' },
  buttons: {
    cancel: 'Anuluj',
    again: 'Spróbuj ponownie',
    now: 'Spróbuj teraz',
    speakOn: 'Czytaj polecenia na głos',
    speakOff: 'Przestań czytać na głos',
  },
};
