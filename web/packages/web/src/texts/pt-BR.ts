import type { Texts } from './texts';

const FILL = 'Devagar, até o anel se completar';
const OVAL = 'Posicione o rosto no oval';
const BACK = 'Volte e comece de novo.';
const TELL = 'Avise quem administra esta página.';
const SELF = 'Uma nova tentativa será feita automaticamente.';
const BROWSER = 'Use uma versão atual do Chrome, Edge, Firefox ou Safari.';

export const ptBR: Texts = {
  language: 'pt-BR',
  name: 'Português (Brasil)',
  direction: 'ltr',

  region: 'Verificação facial',
  start: {
    title: 'Uma rápida verificação facial',
    line: 'Olhe para a câmera e siga as instruções. Leva cerca de meio minuto.',
    tips: [
      'Procure uma luz uniforme',
      'Tire chapéu, óculos de sol ou máscara',
      'Ninguém mais deve aparecer na imagem',
    ],
    noFlashing: 'Nada pisca na tela.',
    privacy: 'As imagens vão somente para {server}.',
    button: 'Começar a verificação',
  },
  abilities: {
    title: 'Não consigo fazer alguns movimentos',
    line: 'Marque o que você não consegue fazer. Será pedida outra coisa.',
    each: {
      head: 'Mover a cabeça',
      eyes: 'Piscar',
      mouth: 'Mover a boca',
      brows: 'Levantar as sobrancelhas',
      distance: 'Chegar mais perto ou me afastar',
    },
    refused: 'Aqui não é possível deixar tudo isso de fora. Uma parte será pedida.',
    cannot: 'Não consigo fazer isto',
  },
  permission: { title: 'Podemos usar a câmera?', advice: 'Escolha “Permitir” quando o navegador perguntar.' },
  connecting: 'Conectando…',
  concluding: { title: 'Um momento…', advice: 'Sua verificação está sendo concluída.' },
  done: { title: 'A verificação terminou', advice: 'Você já pode fechar.' },
  verdicts: {
    BONA_FIDE: { title: 'A verificação foi aprovada', advice: 'Agradecemos sua atenção.' },
    ATTACK: {
      title: 'A verificação não foi aprovada',
      advice: 'Mostre o seu próprio rosto, não uma foto ou uma tela.',
    },
    NO_RESPONSE: {
      title: 'Não foi possível decidir a verificação',
      advice: 'Tente de novo com luz uniforme e sem mais ninguém na imagem.',
    },
  },
  cancelled: { title: 'A verificação foi cancelada', advice: 'A câmera está desligada.' },

  states: {
    face_due: OVAL,
    settling: 'Olhe para a frente e fique sem se mexer',
    resting: 'Prepare-se…',
    returning: 'Muito bem. Olhe para a frente de novo',
    passed: 'Tudo certo, agradecemos',
    still: 'Olhe para a câmera e fique sem se mexer',
  },
  acts: {
    blink: {
      prompt: { one: 'Pisque {n} vez', other: 'Pisque {n} vezes' },
      how: 'Com os dois olhos, olhando para a câmera',
    },
    turn_left: { prompt: 'Vire a cabeça para a esquerda', how: FILL },
    turn_right: { prompt: 'Vire a cabeça para a direita', how: FILL },
    look_up: { prompt: 'Olhe para cima', how: 'Levante o queixo até o anel se completar' },
    look_down: { prompt: 'Olhe para baixo', how: 'Abaixe o queixo até o anel se completar' },
    tilt_left: {
      prompt: 'Incline a cabeça para a esquerda',
      how: 'A orelha esquerda em direção ao ombro esquerdo',
    },
    tilt_right: {
      prompt: 'Incline a cabeça para a direita',
      how: 'A orelha direita em direção ao ombro direito',
    },
    open_mouth: { prompt: 'Abra a boca', how: 'Até onde for confortável' },
    smile: { prompt: 'Sorria', how: 'O mais que puder' },
    raise_eyebrows: { prompt: 'Levante as sobrancelhas', how: 'Como em uma surpresa' },
    come_closer: { prompt: 'Chegue mais perto', how: FILL },
    go_back: { prompt: 'Afaste-se', how: FILL },
  },
  guidance: {
    no_face: OVAL,
    several_faces: 'Só uma pessoa, por favor',
    too_dark: 'Procure um lugar mais claro',
    too_bright: 'Claro demais: vire-se para longe da luz',
    blurred: 'Não se mexa por um momento',
    too_small: 'Chegue um pouco mais perto',
    too_near: 'Afaste-se um pouco',
    cut_off: 'Mostre o rosto inteiro',
    turned_away: 'Olhe bem de frente para a câmera',
    covered: 'Descubra o rosto',
  },
  notices: {
    early_act: 'Cedo demais: espere a instrução',
    hasty_act: 'Foi cedo demais. O pedido será repetido',
    wrong_act: 'Esse foi outro movimento',
    window_over: 'O tempo acabou, começa uma nova rodada',
    face_lost: 'Seu rosto não estava visível, começa uma nova rodada',
    face_joined: 'Outra pessoa apareceu, começa uma nova rodada',
    clock_jumped: 'A imagem foi interrompida, começa uma nova rodada',
  },
  problems: {
    camera_denied: {
      title: 'A câmera não está permitida',
      advice: 'Permita a câmera para esta página ao lado do endereço e tente de novo.',
    },
    camera_absent: {
      title: 'Nenhuma câmera foi encontrada',
      advice: 'Conecte uma câmera ou use um aparelho que tenha uma.',
    },
    camera_busy: {
      title: 'A câmera está em uso',
      advice: 'Feche o outro aplicativo ou a outra aba que a usa.',
    },
    camera_insecure: {
      title: 'Esta página não é segura',
      advice: 'A câmera só funciona em páginas https://.',
    },
    camera_unsupported: { title: 'Este navegador não consegue usar a câmera', advice: BROWSER },
    camera_failed: { title: 'A câmera não ligou', advice: 'Conecte-a de novo ou reinicie o navegador.' },
    camera_lost: {
      title: 'A câmera não está mais disponível',
      advice: 'Conecte-a de novo e tente outra vez.',
    },
    browser_unsupported: { title: 'Este navegador é antigo demais', advice: BROWSER },
    token_missing: { title: 'A verificação não foi preparada', advice: BACK },
    token_malformed: { title: 'A verificação não foi preparada', advice: BACK },
    offline: { title: 'Você está sem rede', advice: 'A verificação continua quando a rede voltar.' },
    server_unreachable: { title: 'Sem conexão', advice: SELF },
    server_full: {
      title: 'Muitas pessoas estão fazendo a verificação',
      advice: 'Sua vez chegará automaticamente. Aguarde, por favor.',
    },
    server_unavailable: { title: 'O serviço não está pronto', advice: SELF },
    server_stopped: { title: 'O serviço está reiniciando', advice: 'Comece de novo daqui a pouco.' },
    server_failed: {
      title: 'A verificação foi interrompida',
      advice: 'A falha não foi sua. Tente de novo, por favor.',
    },
    connection_lost: { title: 'A conexão caiu', advice: 'A verificação precisa começar de novo.' },
    silent: { title: 'A imagem não chegou', advice: 'Verifique sua rede e comece de novo.' },
    session_expired: { title: 'O tempo acabou', advice: 'Comece de novo quando quiser.' },
    session_unknown: { title: 'Esta verificação não existe mais', advice: BACK },
    session_over: { title: 'Esta verificação já terminou', advice: BACK },
    token_used: { title: 'Esta verificação já foi usada', advice: BACK },
    token_invalid: { title: 'Não é possível abrir esta verificação', advice: BACK },
    origin_refused: { title: 'Esta página não pode fazer a verificação', advice: TELL },
    too_often: { title: 'Tentativas demais', advice: 'Espere alguns minutos e tente de novo.' },
    nothing_to_compare: { title: 'Ainda não há ninguém cadastrado', advice: TELL },
    cannot_do_this: { title: 'Isso fica de fora', advice: 'A verificação recomeça com outros movimentos.' },
    protocol_error: { title: 'A verificação não combina com este serviço', advice: TELL },
  },
  stepOf: 'Etapa {n} de {of}',
  secondsLeft: { one: 'Resta {n} segundo', other: 'Restam {n} segundos' },
  retryIn: { one: 'Nova tentativa em {n} segundo', other: 'Nova tentativa em {n} segundos' },
  progress: 'Andamento da verificação',

  camera: { label: 'Câmera', number: 'Câmera {n}', picture: 'Imagem da câmera' },
  buttons: {
    cancel: 'Cancelar',
    again: 'Tentar de novo',
    now: 'Tentar agora',
    speakOn: 'Ler as instruções em voz alta',
    speakOff: 'Parar de ler em voz alta',
  },
};
