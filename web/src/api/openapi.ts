/* Drawn by `npm run types`: change the server, not this file. */
/* eslint-disable */

export interface paths {
  '/.well-known/jwks.json': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The keys that verify verdicts
     * @description Keep a copy: with it every verdict can be verified offline. Fetch it anew for a `kid` that is not in it.
     */
    get: operations['getPublicKeys'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/problems': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Every kind of problem
     * @description What a failure can be, and what to do about it.
     */
    get: operations['listProblems'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/problems/{code}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One kind of problem
     * @description Where the `type` of a problem document leads.
     */
    get: operations['getProblem'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/analyses': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Judge one image
     * @description The passive network's answer to one image. A good photo can be bona fide to it: to be sure, make a session.
     */
    post: operations['analyseImage'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/audit': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read the audit log
     * @description Lines are in a chain of hashes: `facevow audit verify` checks it, and so can anybody who has all lines.
     */
    get: operations['listAudit'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/callbacks': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List callbacks
     * @description What waits to be delivered, was delivered, or was given up; never its body, which may hold metadata.
     */
    get: operations['listCallbacks'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/callbacks/{callback}/resend': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send a callback again
     * @description Also one that was delivered or given up: the receiver knows by its id that it is the same.
     */
    post: operations['resendCallback'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/gallery': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List who is enrolled
     * @description In an order that stays. Somebody enrolled by a matcher that the server no longer has is listed all the same.
     */
    get: operations['listEnrolled'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/gallery/{subject}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read what is enrolled of a person
     * @description When, from what and by which matcher; the templates themselves are in the subject's export only.
     */
    get: operations['getEnrolled'];
    put?: never;
    post?: never;
    /**
     * Erase what is enrolled of a person
     * @description Erases the subject's templates, or one of them, and nothing else; nobody is found by them from then on.
     *
     *     Streams that are compared with this subject end; one that another server holds gets no verdict at its end.
     */
    delete: operations['eraseEnrolled'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/identifications': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Find who a face is
     * @description One image against all who are enrolled: those at or above the threshold, the most like first.
     */
    post: operations['identifyFace'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/key': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What the key may do
     * @description Whatever it is for. A console shows by it what can be done with the key that somebody has given it.
     */
    get: operations['getKey'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/live': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List who streams now
     * @description Of this server only, and without scores. It tells nothing that would help somebody to pass.
     *
     *     Where it has several processes, of all of them: of those that were not asked, as it was a second ago.
     */
    get: operations['listLive'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/openapi.json': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * This document
     * @description What you are reading.
     */
    get: operations['getOpenapi'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/policies': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The policies and their error rates
     * @description The rates were measured with `model`; where `running` is another one they say nothing of it.
     */
    get: operations['listPolicies'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/reports': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List evaluation reports
     * @description What lies in the folder of the setting `reports`, by name; whether one can be read shows when it is.
     */
    get: operations['listReports'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/reports/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read an evaluation report
     * @description The figures as they were written: no picture is among them, but the paths of those that were judged wrongly.
     */
    get: operations['getReport'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/schemas/stream.json': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The messages of the stream
     * @description The JSON Schema of every text message of `WS /v1/sessions/{session}/stream`; frames are binary, as it says.
     */
    get: operations['getStreamSchema'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sessions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * List sessions
     * @description Every key of this scope sees the sessions of all keys.
     */
    get: operations['listSessions'];
    put?: never;
    /**
     * Make a session
     * @description Your server opens a session and hands `client_token` and `stream_url` to the person's browser.
     *
     *     With an `Idempotency-Key` a request may be sent again: the answer is the session of the first time. Whether there is
     *     room is judged anew each time.
     */
    post: operations['createSession'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sessions/{session}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read a session and its verdict
     * @description Only `COMPLETED` with `BONA_FIDE` is a pass. What the browser says of it is worth nothing.
     */
    get: operations['getSession'];
    put?: never;
    post?: never;
    /**
     * Erase a session
     * @description Erases the session, its images, its callbacks and its lines of the frames' log; a stream of it is closed.
     */
    delete: operations['eraseSession'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sessions/{session}/frames': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read what the frames of a session showed
     * @description Numbers only: no picture is kept of a frame. They are kept for `keep_logs_days`, which may be less than the rest.
     *
     *     Frames between those that are scored, in which a face was as it should be, are left out. The last frames of a
     *     session that goes on may be missing for a moment.
     */
    get: operations['listSessionFrames'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sessions/{session}/images/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Read an image of a session
     * @description Opens an image that was kept sealed. The audit log notes who read it.
     */
    get: operations['getSessionImage'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/statistics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Count sessions over time
     * @description Of all servers that share the database, as it is now: what was erased or is no longer kept is not counted.
     *
     *     A session counts where it was made, whenever it ended. Who asks for the same within two seconds is told the same.
     */
    get: operations['getStatistics'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/subjects/{subject}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Export all that is kept of a person
     * @description Lists are empty where nothing is kept. The audit log notes that it was asked for.
     */
    get: operations['exportSubject'];
    put?: never;
    post?: never;
    /**
     * Erase all that is kept of a person
     * @description Erases the sessions that named this subject with all that belongs to them, and its templates; counts may be 0.
     *
     *     Streams of these sessions are closed.
     */
    delete: operations['eraseSubject'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/subjects/{subject}/enrol': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Enrol a subject's face
     * @description Keeps templates, sealed, and no image. All images are enrolled or none: each has to show one face, fit and live.
     *
     *     They have to be the same person, and the one who is enrolled under that name already, unless `replace` is true.
     */
    post: operations['enrolSubject'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/subjects/{subject}/verify': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Compare a face with a subject
     * @description One image against one subject: only `match` is an answer. For a live person order a session that compares.
     */
    post: operations['verifySubject'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    /**
     * Act
     * @description Something the person can do on request. Left and right are the person's own.
     * @enum {string}
     */
    Act:
      | 'blink'
      | 'turn_left'
      | 'turn_right'
      | 'look_up'
      | 'look_down'
      | 'tilt_left'
      | 'tilt_right'
      | 'open_mouth'
      | 'smile'
      | 'raise_eyebrows'
      | 'come_closer'
      | 'go_back';
    /**
     * Analysis
     * @description What one image shows. It says nothing of a live person: whoever needs that asks for a session.
     *
     *     `score` rises towards bona fide, null without a face; `bbox` is x, y, width and height in pixels of the image.
     */
    Analysis: {
      /** Bbox */
      bbox: [number, number, number, number] | null;
      /** Face Detected */
      face_detected: boolean;
      model: components['schemas']['ModelUsed'];
      /** Policy */
      policy: string;
      /** Quality */
      quality: string[];
      /** Score */
      score: number | null;
      /** Threshold */
      threshold: number;
      verdict: components['schemas']['Verdict'];
    };
    /**
     * AnalysisRequest
     * @description One image to judge by itself.
     */
    AnalysisRequest: {
      /**
       * Image
       * @description JPEG, PNG, WebP, GIF, BMP or TIFF in base64.
       */
      image: string;
    };
    /**
     * AuditLine
     * @description A line of the audit log; `hash` covers the others and `previous`, the hash of the line before.
     */
    AuditLine: {
      /** Action */
      action: string;
      /** Actor */
      actor: string;
      /**
       * At
       * Format: date-time
       */
      at: string;
      /** Details */
      details: {
        [key: string]: unknown;
      };
      /**
       * Hash
       * @description SHA-256 in hexadecimal.
       */
      hash: string;
      /** Number */
      number: number;
      /** Previous */
      previous: string;
      /** Target */
      target: string;
    };
    /**
     * AuditPage
     * @description Lines of the audit log in order; `next` is the number to go on from, null at the end.
     */
    AuditPage: {
      /** Lines */
      lines: components['schemas']['AuditLine'][];
      /** Next */
      next: number | null;
    };
    /**
     * AuditPlace
     * @description Where in the audit log something stands.
     */
    AuditPlace: {
      /**
       * Hash
       * @description SHA-256 in hexadecimal.
       */
      hash: string;
      /** Number */
      number: number;
    };
    /**
     * Bucket
     * @description The sessions that were made from `at` on, for the length of a step.
     *
     *     `milliseconds`: each session has a median and a 95th percentile of the times from a frame's arrival to its answer;
     *     `p50` is the median of those medians, `p95` the 95th percentile of those 95th percentiles. `seconds` is of how long
     *     sessions were streamed. Both are null where no session was.
     */
    Bucket: {
      /**
       * At
       * Format: date-time
       */
      at: string;
      milliseconds: components['schemas']['Percentiles'] | null;
      /**
       * Reasons
       * @description A session may have several.
       */
      reasons: {
        [key: string]: number;
      };
      seconds: components['schemas']['Percentiles'] | null;
      /** Sessions */
      sessions: number;
      /** States */
      states: {
        [key: string]: number;
      };
      /** Verdicts */
      verdicts: {
        [key: string]: number;
      };
    };
    /**
     * CallbackInfo
     * @description A callback and what became of it. `due` is when it is tried (again), unless it was delivered or given up.
     */
    CallbackInfo: {
      /** Attempts */
      attempts: number;
      /**
       * Created
       * Format: date-time
       */
      created: string;
      /** Delivered */
      delivered: string | null;
      /**
       * Due
       * Format: date-time
       */
      due: string;
      /** Event */
      event: string;
      /** Given Up */
      given_up: string | null;
      /** Id */
      id: string;
      /** Last Error */
      last_error: string | null;
      /** Last Status */
      last_status: number | null;
      /** Session */
      session: string;
      /** Url */
      url: string;
    };
    /**
     * CallbackPage
     * @description Callbacks, the newest first; `next` is the cursor of the page after, null on the last one.
     */
    CallbackPage: {
      /** Callbacks */
      callbacks: components['schemas']['CallbackInfo'][];
      /** Next */
      next: string | null;
    };
    /**
     * ChallengeInfo
     * @description What a policy asks of the person; times are seconds. `replayed`: recordings of live people that passed it.
     */
    ChallengeInfo: {
      /** Bits */
      bits: number;
      /** Faults */
      faults: number;
      /** Longest */
      longest: number;
      replayed: components['schemas']['Rate'] | null;
      /** Replayed On */
      replayed_on: string | null;
      /** Reserve */
      reserve: string[];
      /** Restarts */
      restarts: number;
      /** Steps */
      steps: string[];
      /** Time Limit */
      time_limit: number | null;
      /** Unasked */
      unasked: number;
      /** Window */
      window: number;
    };
    /**
     * Counts
     * @description How many rows of each kind were erased.
     */
    Counts: {
      /** Callbacks */
      callbacks: number;
      /** Images */
      images: number;
      /** Log Rows */
      log_rows: number;
      /** Sessions */
      sessions: number;
      /** Templates */
      templates: number;
    };
    /**
     * CreatedSession
     * @description A session with what its browser needs. The client token is shown here only, and works once.
     */
    CreatedSession: {
      /** Callback */
      callback: string | null;
      /**
       * Client Token
       * @description Hand it to the person's browser: it opens the stream of this session, once.
       */
      client_token: string;
      /**
       * Compare
       * @description Whom the person is compared with; null where none was ordered.
       */
      compare: ('reference' | 'subject') | null;
      /**
       * Confidence
       * @description The fused passive score, 0 to 1, rising towards bona fide.
       */
      confidence: number | null;
      /**
       * Created
       * Format: date-time
       */
      created: string;
      /** Ended */
      ended: string | null;
      /**
       * Ended By
       * @description What ended a session that was not completed.
       */
      ended_by: string | null;
      /**
       * Evidence
       * @description The values of every cue, by cue.
       */
      evidence: {
        [key: string]: unknown;
      };
      /**
       * Exclude
       * @description Acts and groups of acts that the application asked to leave out.
       */
      exclude: string[];
      /**
       * Excluded
       * @description All acts that are not asked for: those of `exclude`, and those that the person left out.
       */
      excluded: components['schemas']['Act'][];
      /**
       * Expires
       * Format: date-time
       * @description When it ends by itself: until then it must be begun, or, once begun, be over.
       */
      expires: string;
      /** Frames Sha256 */
      frames_sha256: string | null;
      /** Id */
      id: string;
      /** Images */
      images: components['schemas']['KeptImage'][];
      /**
       * Keep Images
       * @enum {string}
       */
      keep_images: 'none' | 'reference' | 'audit';
      /** @description What the comparison came to; null where `compare` is, until the end, and if not COMPLETED. */
      match: components['schemas']['Match'] | null;
      /** Metadata */
      metadata: {
        [key: string]: unknown;
      };
      model: components['schemas']['ModelUsed'] | null;
      /** Person May Exclude */
      person_may_exclude: boolean;
      /** Policy */
      policy: string;
      /**
       * Policy Title
       * @description Name and version of the policy that judged it; empty until the end.
       */
      policy_title: string;
      /** Reasons */
      reasons: string[];
      /**
       * Reveal
       * @enum {string}
       */
      reveal: 'nothing' | 'verdict' | 'token';
      /**
       * Session Token
       * @description The same with the session's id before it, `<id>.<client_token>`: all that `<facevow-check>` needs.
       */
      session_token: string;
      /** Started */
      started: string | null;
      state: components['schemas']['SessionState'];
      /**
       * Stream Url
       * @description Where the browser opens the WebSocket.
       */
      stream_url: string;
      /** Subject Given */
      subject_given: boolean;
      /** @description Seconds, milliseconds and counts; null until the stream has ended. */
      timings: components['schemas']['Timings'] | null;
      /**
       * Token
       * @description The signed verdict: a JWS that anybody can verify with the server's public keys.
       */
      token: string | null;
      /**
       * Transcript
       * @description What happened in the challenge, oldest first.
       */
      transcript: components['schemas']['TranscriptEntry'][];
      /** Transcript Sha256 */
      transcript_sha256: string | null;
      verdict: components['schemas']['Verdict'] | null;
    };
    /**
     * EnrolledTemplate
     * @description One enrolled face. The template itself is shown to nobody; an export has it.
     */
    EnrolledTemplate: {
      /**
       * Created
       * Format: date-time
       */
      created: string;
      /** Id */
      id: string;
      /**
       * Matcher
       * @description Name and version of the matcher that made it, and alone can read it.
       */
      matcher: string;
      /**
       * Quality
       * @description What was measured of the face then.
       */
      quality: {
        [key: string]: unknown;
      };
      /**
       * Session
       * @description The session that it was enrolled from, if any.
       */
      session: string | null;
      /**
       * Source
       * @enum {string}
       */
      source: 'image' | 'session';
      /**
       * Usable
       * @description Whether it can be compared: it is of the present matcher, and can be opened.
       */
      usable: boolean;
    };
    /**
     * Enrolment
     * @description What was enrolled. `duplicates` are other subjects who look the same: they are told of, not refused.
     */
    Enrolment: {
      /** Duplicates */
      duplicates: components['schemas']['Likeness'][];
      /**
       * Enrolled
       * @description How many templates the subject has in all.
       */
      enrolled: number;
      /** Matcher */
      matcher: string;
      /** Subject */
      subject: string;
      /**
       * Templates
       * @description Those that were made now.
       */
      templates: components['schemas']['EnrolledTemplate'][];
      /** Threshold */
      threshold: number;
    };
    /**
     * EnrolRequest
     * @description Faces to enrol: images, or the reference image of a session that a live person has passed.
     */
    EnrolRequest: {
      /**
       * Images
       * @description Images of one person in base64.
       * @default null
       */
      images: string[] | null;
      /**
       * Liveness
       * @description Whether each image has to be bona fide by itself; `ignored` is for images you trust.
       * @default required
       * @enum {string}
       */
      liveness: 'required' | 'ignored';
      /**
       * Replace
       * @description Whether these take the place of all that is enrolled of the subject.
       * @default false
       */
      replace: boolean;
      /**
       * Session
       * @description A session in its place: BONA_FIDE, and with a reference image kept.
       * @default null
       */
      session: string | null;
    };
    /**
     * Event
     * @description What happens to a challenge.
     * @enum {string}
     */
    Event:
      | 'face_found'
      | 'settled'
      | 'prompted'
      | 'act_done'
      | 'returned'
      | 'last_act_done'
      | 'early_act'
      | 'hasty_act'
      | 'wrong_act'
      | 'flat_act'
      | 'unasked_act'
      | 'too_many_faults'
      | 'window_over'
      | 'face_lost'
      | 'face_joined'
      | 'clock_jumped'
      | 'too_many_restarts'
      | 'face_swapped'
      | 'frozen'
      | 'looped'
      | 'clock_went_back'
      | 'timed_out'
      | 'broken'
      | 'reset';
    /**
     * FlatnessSigns
     * @description What was measured during an act that tells a head from a sheet; docs/depth.md says what each is worth.
     */
    FlatnessSigns: {
      /**
       * Carried
       * @description How much of an approach the surroundings made as well.
       */
      carried?: number;
      /**
       * Distortion
       * @description The largest change of the face's proportion.
       */
      distortion?: number;
      /**
       * Residual
       * @description Residual of a plane, of a turn.
       */
      residual?: number;
    };
    /**
     * FrameCounts
     * @description How many frames were well-formed (`received`), and of them judged, passed over for newer ones, or refused.
     *
     *     `refused` also counts those whose header or time was wrong, which are not among `received`.
     */
    FrameCounts: {
      /** Analysed */
      analysed: number;
      /** Dropped */
      dropped: number;
      /** Received */
      received: number;
      /** Refused */
      refused: number;
    };
    /**
     * FrameSeen
     * @description What one frame of a session showed, as the frames' log keeps it.
     *
     *     `number` is that of its line in the log: they rise, with gaps. `seconds` is when the frame arrived, after its stream
     *     began: the clock of the transcript, but for some hundredths; null where the session was never begun. `score` is the
     *     fused passive score after this frame, rising towards bona fide, and null where no face was judged. `box` is x, y,
     *     width and height of the face in pixels of the frame. `milliseconds` is from its arrival to its answer.
     */
    FrameSeen: {
      /**
       * At
       * Format: date-time
       */
      at: string;
      /** Box */
      box: [number, number, number, number] | null;
      /** Face Detected */
      face_detected: boolean;
      /** Milliseconds */
      milliseconds: number;
      /** Number */
      number: number;
      /** Quality */
      quality: string[];
      /** Score */
      score: number | null;
      /** Seconds */
      seconds: number | null;
    };
    /**
     * GalleryEntry
     * @description A subject as a listing tells it.
     */
    GalleryEntry: {
      /**
       * First
       * @description When the oldest of them was enrolled.
       */
      first: string | null;
      /**
       * Last
       * @description When the newest of them was enrolled.
       */
      last: string | null;
      /**
       * Matchers
       * @description The matchers that made them.
       */
      matchers: string[];
      /**
       * Subject
       * @description null where the name cannot be opened any more.
       */
      subject: string | null;
      /** Templates */
      templates: number;
      /**
       * Unreadable
       * @description How many of them somebody has broken in the database.
       */
      unreadable: number;
    };
    /**
     * GalleryPage
     * @description Enrolled subjects in an order that stays; `next` is the cursor of the page after, null on the last one.
     */
    GalleryPage: {
      /**
       * Matcher
       * @description The server's matcher at present; null where it has none.
       */
      matcher: string | null;
      /** Next */
      next: string | null;
      /** Subjects */
      subjects: components['schemas']['GalleryEntry'][];
    };
    /**
     * GallerySubject
     * @description A subject and the faces that are enrolled of it.
     */
    GallerySubject: {
      /**
       * Matcher
       * @description The server's matcher at present; null where it has none.
       */
      matcher: string | null;
      /** Subject */
      subject: string;
      /** Templates */
      templates: components['schemas']['EnrolledTemplate'][];
    };
    /**
     * Identification
     * @description Who of those enrolled an image may show: the most like first, none below the threshold.
     */
    Identification: {
      /**
       * Bbox
       * @description x, y, width and height of the face in pixels of the image.
       */
      bbox: [number, number, number, number] | null;
      /** Face Detected */
      face_detected: boolean;
      /**
       * Live Score
       * @description The passive score, rising towards bona fide; null without a face.
       */
      live_score: number | null;
      /** Matcher */
      matcher: string;
      /** Matches */
      matches: components['schemas']['Likeness'][];
      /** Reasons */
      reasons: string[];
      /**
       * Searched
       * @description How many templates were searched.
       */
      searched: number;
      /**
       * Threshold
       * @description The least score of a match.
       */
      threshold: number;
      /** @description The passive verdict of this image by itself. */
      verdict: components['schemas']['Verdict'];
    };
    /**
     * IdentifyRequest
     * @description An image to find among all who are enrolled.
     */
    IdentifyRequest: {
      /**
       * Image
       * @description JPEG, PNG, WebP, GIF, BMP or TIFF in base64, with one face.
       */
      image: string;
      /**
       * Liveness
       * @description Whether anybody is named without a verdict BONA_FIDE.
       * @default required
       * @enum {string}
       */
      liveness: 'required' | 'ignored';
      /**
       * Most
       * @description How many subjects to name at most.
       * @default 5
       */
      most: number;
    };
    /**
     * KeptImage
     * @description An image of a session. `at` is seconds of its stream; `sha256` and `size` are of the JPEG that `url` gives.
     */
    KeptImage: {
      /** At */
      at: number;
      /** Name */
      name: string;
      /**
       * Sha256
       * @description SHA-256 in hexadecimal.
       */
      sha256: string;
      /** Size */
      size: number;
      /** Url */
      url: string;
    };
    /**
     * KeyInfo
     * @description What the key that was shown may do. On a server that is not `locked` nobody needs one: it is told all scopes.
     */
    KeyInfo: {
      /**
       * Key Id
       * @description The public part of the key; null on a server that is not locked.
       */
      key_id: string | null;
      /**
       * Locked
       * @description Whether this server asks for keys.
       */
      locked: boolean;
      /**
       * Scopes
       * @description What the key may be used for, in order.
       */
      scopes: ('analyses' | 'erase' | 'gallery' | 'operate' | 'seed' | 'sessions')[];
    };
    /**
     * Likeness
     * @description A subject, and how like it a face is.
     */
    Likeness: {
      /**
       * Score
       * @description The score against all of the subject's templates; it rises with likeness.
       */
      score: number;
      /** Subject */
      subject: string;
    };
    /**
     * LiveSession
     * @description A session that is being streamed: what the person is at, and nothing of whether it will pass.
     */
    LiveSession: {
      /** @description What the person is asked to do now; null while nothing is. */
      act: components['schemas']['Act'] | null;
      /**
       * Done
       * @description How many acts are done.
       */
      done: number;
      /**
       * Face
       * @description Whether the last frame had a face; null before the first answer.
       */
      face: boolean | null;
      frames: components['schemas']['FrameCounts'];
      /**
       * Guidance
       * @description What the person could do better, by the last frame.
       */
      guidance: components['schemas']['QualityCode'][];
      /**
       * Of
       * @description How many there are in all; 0 where none is asked for.
       */
      of: number;
      /** Policy */
      policy: string;
      /**
       * Seconds
       * @description For how long it has been streamed.
       */
      seconds: number;
      /** Session */
      session: string;
      /**
       * Since
       * Format: date-time
       * @description When its stream began.
       */
      since: string;
      /** @description Where the challenge stands; null where none is asked for. */
      state: components['schemas']['State'] | null;
    };
    /**
     * LiveSessions
     * @description The sessions that this server streams now, the oldest first. Others that share its database are not asked.
     */
    LiveSessions: {
      /**
       * Capacity
       * @description How many it takes at once.
       */
      capacity: number;
      /**
       * Draining
       * @description Whether it is being stopped, and takes no more.
       */
      draining: boolean;
      /**
       * Inside
       * @description How many it has.
       */
      inside: number;
      /** Sessions */
      sessions: components['schemas']['LiveSession'][];
    };
    /**
     * Match
     * @description Whether the person of a session is the one that it was to be.
     *
     *     `matched` is true only with the verdict BONA_FIDE. `score` is the median over `frames` faces, null where none could
     *     be compared; from `threshold` on it is the same person's. `matcher` is what compared them, by name and version.
     */
    Match: {
      /**
       * Against
       * @enum {string}
       */
      against: 'reference' | 'subject';
      /** Frames */
      frames: number;
      /** Matched */
      matched: boolean;
      /** Matcher */
      matcher: string;
      /** Score */
      score: number | null;
      /** Threshold */
      threshold: number;
    };
    /**
     * Milliseconds
     * @description From a frame's arrival to its answer: the median and the 95th percentile, null where no frame was judged.
     */
    Milliseconds: {
      /** P50 */
      p50: number | null;
      /** P95 */
      p95: number | null;
    };
    /**
     * ModelUsed
     * @description The passive network: its name and the hash of its file.
     */
    ModelUsed: {
      /** Name */
      name: string;
      /**
       * Sha256
       * @description SHA-256 of the file in hexadecimal; empty where it is not known.
       */
      sha256: string;
    };
    /**
     * NewSession
     * @description What a session is to be like. Every field may be left out.
     */
    NewSession: {
      /**
       * Callback
       * @description Where to tell the end of the session: an https address.
       * @default null
       */
      callback: string | null;
      /**
       * Compare With Subject
       * @description Whether who streams is compared with what is enrolled of `subject`.
       * @default false
       */
      compare_with_subject: boolean;
      /**
       * Exclude
       * @description Acts that the person must not be asked for.
       * @default []
       */
      exclude: (
        | 'turns'
        | 'head'
        | 'eyes'
        | 'mouth'
        | 'brows'
        | 'distance'
        | 'blink'
        | 'turn_left'
        | 'turn_right'
        | 'look_up'
        | 'look_down'
        | 'tilt_left'
        | 'tilt_right'
        | 'open_mouth'
        | 'smile'
        | 'raise_eyebrows'
        | 'come_closer'
        | 'go_back'
      )[];
      /**
       * Expires In
       * @description Seconds in which the session must be begun; the server's own setting if none.
       * @default null
       */
      expires_in: number | null;
      /**
       * Keep Images
       * @description Which images to keep, sealed; at most what the server's settings allow.
       * @default none
       * @enum {string}
       */
      keep_images: 'none' | 'reference' | 'audit';
      /**
       * Metadata
       * @description The application's own; at most 4096 bytes of JSON.
       */
      metadata?: {
        [key: string]: unknown;
      };
      /**
       * Person May Exclude
       * @description Whether the person may exclude more acts before anything was asked.
       * @default true
       */
      person_may_exclude: boolean;
      /**
       * @description Which thresholds and which challenge; the server's own if none.
       * @default null
       */
      policy: components['schemas']['PolicyName'] | null;
      /**
       * Reference
       * @description An image of that person in base64, with one face: who streams is compared with it. Not kept.
       * @default null
       */
      reference: string | null;
      /**
       * Reveal
       * @description What the browser is told at the end: nothing, the verdict, or the token.
       * @default nothing
       * @enum {string}
       */
      reveal: 'nothing' | 'verdict' | 'token';
      /**
       * Subject
       * @description Who the person says to be; best an opaque id of yours, see docs/tokens.md.
       * @default null
       */
      subject: string | null;
    };
    /**
     * Percentiles
     * @description The median and the 95th percentile, by nearest rank, of one figure of each session.
     */
    Percentiles: {
      /** P50 */
      p50: number;
      /** P95 */
      p95: number;
    };
    /**
     * Place
     * @description Where a request is not as expected, and what was expected there.
     */
    Place: {
      /**
       * Codes
       * @description Why, in codes, where there are any: what an image lacks.
       * @default null
       */
      codes: string[] | null;
      /**
       * Detail
       * @description What was expected.
       */
      detail: string;
      /**
       * Pointer
       * @description JSON Pointer into the body (#/exclude/0), or the name of a parameter.
       */
      pointer: string;
    };
    /**
     * Policies
     * @description Every policy, the strictest first. The rates hold for `model` only; `running` is the network of this server.
     */
    Policies: {
      default: components['schemas']['PolicyName'];
      /** Model */
      model: string;
      /** Policies */
      policies: components['schemas']['PolicyInfo'][];
      /** Running */
      running: string | null;
      /** Version */
      version: string;
    };
    /**
     * PolicyInfo
     * @description A policy and its error rates, as they were measured: ISO/IEC 30107-3, of single pictures.
     */
    PolicyInfo: {
      /** @description Attacks taken for bona fide, the worst species. */
      apcer: components['schemas']['Rate'];
      /** @description Bona fide taken for attacks. */
      bpcer: components['schemas']['Rate'];
      challenge: components['schemas']['ChallengeInfo'] | null;
      name: components['schemas']['PolicyName'];
      /**
       * On
       * @description What the rates were measured on.
       */
      on: string;
      /** Threshold */
      threshold: number;
      /** Title */
      title: string;
    };
    /**
     * PolicyName
     * @description The policies there are, from the one that lets fewest attacks pass to the one that stops fewest people.
     *
     *     PASSIVE_ONLY asks for no act at all, whoever wants one.
     * @enum {string}
     */
    PolicyName: 'strict' | 'balanced' | 'lenient' | 'passive_only';
    /**
     * Problem
     * @description What went wrong (RFC 9457). Programs go by `code`, people read `title` and `detail`.
     */
    Problem: {
      /**
       * Code
       * @description The kind of problem, for programs.
       */
      code: string;
      /**
       * Detail
       * @description What was expected and what came.
       */
      detail: string;
      /**
       * Errors
       * @description Each place that is not as expected, where places are known.
       * @default null
       */
      errors: components['schemas']['Place'][] | null;
      /**
       * Status
       * @description The status of HTTP.
       */
      status: number;
      /**
       * Title
       * @description The kind of problem in a few words.
       */
      title: string;
      /**
       * Type
       * @description Where this kind of problem is explained, on this server.
       */
      type: string;
    };
    /**
     * ProblemInfo
     * @description A kind of problem: its code and status never change, `remedy` is what to do about it.
     */
    ProblemInfo: {
      /** Code */
      code: string;
      /** Remedy */
      remedy: string;
      /** Status */
      status: number;
      /** Title */
      title: string;
      /** Type */
      type: string;
    };
    /**
     * ProblemTable
     * @description Every kind of problem.
     */
    ProblemTable: {
      /** Problems */
      problems: components['schemas']['ProblemInfo'][];
    };
    /**
     * PublicKey
     * @description A public key that verifies what this server has signed (RFC 7517, RFC 8037).
     */
    PublicKey: {
      /**
       * Alg
       * @constant
       */
      alg: 'EdDSA';
      /**
       * Crv
       * @constant
       */
      crv: 'Ed25519';
      /** Kid */
      kid: string;
      /**
       * Kty
       * @constant
       */
      kty: 'OKP';
      /**
       * Use
       * @constant
       */
      use: 'sig';
      /** X */
      x: string;
    };
    /**
     * PublicKeys
     * @description A JSON Web Key Set: the key that signs now, and those before it whose signatures still hold.
     */
    PublicKeys: {
      /** Keys */
      keys: components['schemas']['PublicKey'][];
    };
    /**
     * QualityCode
     * @description Why a frame is not fit to be judged; also the guidance that the person is given.
     * @enum {string}
     */
    QualityCode:
      | 'no_face'
      | 'too_dark'
      | 'too_bright'
      | 'blurred'
      | 'too_small'
      | 'too_near'
      | 'cut_off'
      | 'turned_away'
      | 'several_faces'
      | 'covered';
    /**
     * Rate
     * @description A measured share and the ends of its 95 % interval.
     */
    Rate: {
      /** High */
      high: number;
      /** Low */
      low: number;
      /** Rate */
      rate: number;
    };
    /**
     * Receipt
     * @description What was erased, when, and where the audit log says so; `token` is the same, signed by the server.
     */
    Receipt: {
      audit: components['schemas']['AuditPlace'];
      counts: components['schemas']['Counts'];
      /**
       * Erased
       * @description A session; all there was of a subject; its templates and nothing else; or one template only.
       * @enum {string}
       */
      erased: 'session' | 'subject' | 'templates' | 'template';
      /**
       * Erased At
       * Format: date-time
       */
      erased_at: string;
      /**
       * Session
       * @description The session that was erased; null for a subject.
       */
      session: string | null;
      /**
       * Subject Salt
       * @description Drawn anew for each receipt of a subject; null for a session.
       */
      subject_salt: string | null;
      /**
       * Subject Sha256
       * @description SHA-256 of three lines: facevow-receipt-v1, the salt, the subject; null for a session.
       */
      subject_sha256: string | null;
      /** Token */
      token: string;
    };
    /**
     * Report
     * @description A report: the summary that `facevow evaluate` wrote, as docs/evaluation.md has it.
     */
    Report: {
      /**
       * Modified
       * Format: date-time
       */
      modified: string;
      /** Name */
      name: string;
      /**
       * Size
       * @description Bytes of its file.
       */
      size: number;
      /** Summary */
      summary: {
        [key: string]: unknown;
      };
    };
    /**
     * ReportInfo
     * @description A report that can be read.
     */
    ReportInfo: {
      /**
       * Modified
       * Format: date-time
       */
      modified: string;
      /** Name */
      name: string;
      /**
       * Size
       * @description Bytes of its file.
       */
      size: number;
    };
    /**
     * ReportList
     * @description The reports in the folder of the setting `reports`, the newest first.
     */
    ReportList: {
      /**
       * Configured
       * @description Whether the server has such a folder.
       */
      configured: boolean;
      /** Reports */
      reports: components['schemas']['ReportInfo'][];
    };
    /**
     * Session
     * @description A session with all that its verdict rests on.
     */
    Session: {
      /** Callback */
      callback: string | null;
      /**
       * Compare
       * @description Whom the person is compared with; null where none was ordered.
       */
      compare: ('reference' | 'subject') | null;
      /**
       * Confidence
       * @description The fused passive score, 0 to 1, rising towards bona fide.
       */
      confidence: number | null;
      /**
       * Created
       * Format: date-time
       */
      created: string;
      /** Ended */
      ended: string | null;
      /**
       * Ended By
       * @description What ended a session that was not completed.
       */
      ended_by: string | null;
      /**
       * Evidence
       * @description The values of every cue, by cue.
       */
      evidence: {
        [key: string]: unknown;
      };
      /**
       * Exclude
       * @description Acts and groups of acts that the application asked to leave out.
       */
      exclude: string[];
      /**
       * Excluded
       * @description All acts that are not asked for: those of `exclude`, and those that the person left out.
       */
      excluded: components['schemas']['Act'][];
      /**
       * Expires
       * Format: date-time
       * @description When it ends by itself: until then it must be begun, or, once begun, be over.
       */
      expires: string;
      /** Frames Sha256 */
      frames_sha256: string | null;
      /** Id */
      id: string;
      /** Images */
      images: components['schemas']['KeptImage'][];
      /**
       * Keep Images
       * @enum {string}
       */
      keep_images: 'none' | 'reference' | 'audit';
      /** @description What the comparison came to; null where `compare` is, until the end, and if not COMPLETED. */
      match: components['schemas']['Match'] | null;
      /** Metadata */
      metadata: {
        [key: string]: unknown;
      };
      model: components['schemas']['ModelUsed'] | null;
      /** Person May Exclude */
      person_may_exclude: boolean;
      /** Policy */
      policy: string;
      /**
       * Policy Title
       * @description Name and version of the policy that judged it; empty until the end.
       */
      policy_title: string;
      /** Reasons */
      reasons: string[];
      /**
       * Reveal
       * @enum {string}
       */
      reveal: 'nothing' | 'verdict' | 'token';
      /** Started */
      started: string | null;
      state: components['schemas']['SessionState'];
      /** Subject Given */
      subject_given: boolean;
      /** @description Seconds, milliseconds and counts; null until the stream has ended. */
      timings: components['schemas']['Timings'] | null;
      /**
       * Token
       * @description The signed verdict: a JWS that anybody can verify with the server's public keys.
       */
      token: string | null;
      /**
       * Transcript
       * @description What happened in the challenge, oldest first.
       */
      transcript: components['schemas']['TranscriptEntry'][];
      /** Transcript Sha256 */
      transcript_sha256: string | null;
      verdict: components['schemas']['Verdict'] | null;
    };
    /**
     * SessionFrames
     * @description Frames of a session in order; `next` is what to ask for the page `after`, null on the last one.
     */
    SessionFrames: {
      /** Frames */
      frames: components['schemas']['FrameSeen'][];
      /** Next */
      next: number | null;
    };
    /**
     * SessionPage
     * @description Sessions, the newest first; `next` is the cursor of the page after, null on the last one.
     */
    SessionPage: {
      /** Next */
      next: string | null;
      /** Sessions */
      sessions: components['schemas']['SessionSummary'][];
    };
    /**
     * SessionState
     * @description Where a session of the API stands. The first two become one of the others; those never change.
     * @enum {string}
     */
    SessionState: 'CREATED' | 'IN_PROGRESS' | 'COMPLETED' | 'EXPIRED' | 'ABORTED';
    /**
     * SessionSummary
     * @description One person's check: what was asked for, where it stands, and how it ended.
     *
     *     `verdict`, `confidence` and `token` are null but in a COMPLETED session; only BONA_FIDE is a pass.
     */
    SessionSummary: {
      /** Callback */
      callback: string | null;
      /**
       * Compare
       * @description Whom the person is compared with; null where none was ordered.
       */
      compare: ('reference' | 'subject') | null;
      /**
       * Confidence
       * @description The fused passive score, 0 to 1, rising towards bona fide.
       */
      confidence: number | null;
      /**
       * Created
       * Format: date-time
       */
      created: string;
      /** Ended */
      ended: string | null;
      /**
       * Ended By
       * @description What ended a session that was not completed.
       */
      ended_by: string | null;
      /**
       * Exclude
       * @description Acts and groups of acts that the application asked to leave out.
       */
      exclude: string[];
      /**
       * Excluded
       * @description All acts that are not asked for: those of `exclude`, and those that the person left out.
       */
      excluded: components['schemas']['Act'][];
      /**
       * Expires
       * Format: date-time
       * @description When it ends by itself: until then it must be begun, or, once begun, be over.
       */
      expires: string;
      /** Frames Sha256 */
      frames_sha256: string | null;
      /** Id */
      id: string;
      /**
       * Keep Images
       * @enum {string}
       */
      keep_images: 'none' | 'reference' | 'audit';
      /** Metadata */
      metadata: {
        [key: string]: unknown;
      };
      model: components['schemas']['ModelUsed'] | null;
      /** Person May Exclude */
      person_may_exclude: boolean;
      /** Policy */
      policy: string;
      /**
       * Policy Title
       * @description Name and version of the policy that judged it; empty until the end.
       */
      policy_title: string;
      /** Reasons */
      reasons: string[];
      /**
       * Reveal
       * @enum {string}
       */
      reveal: 'nothing' | 'verdict' | 'token';
      /** Started */
      started: string | null;
      state: components['schemas']['SessionState'];
      /** Subject Given */
      subject_given: boolean;
      /**
       * Token
       * @description The signed verdict: a JWS that anybody can verify with the server's public keys.
       */
      token: string | null;
      /** Transcript Sha256 */
      transcript_sha256: string | null;
      verdict: components['schemas']['Verdict'] | null;
    };
    /**
     * State
     * @description Where a challenge stands. Only PASSED is a pass.
     * @enum {string}
     */
    State: 'face_due' | 'settling' | 'resting' | 'act_due' | 'returning' | 'passed' | 'failed';
    /**
     * Statistics
     * @description Sessions counted by the moment they were made, in steps that begin at whole minutes, hours or days of UTC.
     */
    Statistics: {
      /**
       * Buckets
       * @description Every step, the earliest first, also those without a session.
       */
      buckets: components['schemas']['Bucket'][];
      /**
       * From
       * Format: date-time
       * @description Where the first bucket begins.
       */
      from: string;
      /** @description Whose sessions these are; null: all. */
      policy: components['schemas']['PolicyName'] | null;
      /**
       * Step
       * @enum {string}
       */
      step: 'minute' | 'hour' | 'day';
      /**
       * To
       * Format: date-time
       * @description The end; what was made then is not counted.
       */
      to: string;
      totals: components['schemas']['Totals'];
    };
    /**
     * SubjectExport
     * @description All that is kept of a subject: rows as they stand in the database, images opened and in base64.
     */
    SubjectExport: {
      /** Data */
      data: {
        [key: string]: unknown;
      };
      /**
       * Exported At
       * Format: date-time
       */
      exported_at: string;
      /**
       * Subject Sha256
       * @description SHA-256 of the subject that was asked for.
       */
      subject_sha256: string;
    };
    /**
     * Timings
     * @description How long things took, in seconds, and how many frames there were.
     *
     *     `waited` is from the making of the session to the welcome of its stream; from there it is `first_frame` to the first
     *     frame that was judged (null without one) and `seconds` to the end.
     */
    Timings: {
      /** First Frame */
      first_frame: number | null;
      frames: components['schemas']['FrameCounts'];
      milliseconds: components['schemas']['Milliseconds'];
      /** Seconds */
      seconds: number;
      /** Waited */
      waited: number;
    };
    /**
     * Totals
     * @description The sessions of all buckets; figures as in a bucket.
     */
    Totals: {
      /**
       * Ended By
       * @description What ended sessions that were not completed.
       */
      ended_by: {
        [key: string]: number;
      };
      milliseconds: components['schemas']['Percentiles'] | null;
      /** Policies */
      policies: {
        [key: string]: number;
      };
      /** Reasons */
      reasons: {
        [key: string]: number;
      };
      seconds: components['schemas']['Percentiles'] | null;
      /** Sessions */
      sessions: number;
      /** States */
      states: {
        [key: string]: number;
      };
      /** Verdicts */
      verdicts: {
        [key: string]: number;
      };
    };
    /**
     * TranscriptEntry
     * @description One event of the challenge. What there is not of it is left out.
     */
    TranscriptEntry: {
      /** @description What was seen. */
      act?: components['schemas']['Act'];
      /**
       * At
       * @description Seconds of the stream.
       */
      at: number;
      /**
       * Began
       * @description When that movement left rest, in seconds of the stream.
       */
      began?: number;
      event: components['schemas']['Event'];
      signs?: components['schemas']['FlatnessSigns'];
      /**
       * Step
       * @description What was asked for then, such as turn_left or blink*2.
       */
      step?: string;
    };
    /**
     * Verdict
     * @description What the application is told. Only BONA_FIDE is a pass.
     * @enum {string}
     */
    Verdict: 'BONA_FIDE' | 'ATTACK' | 'NO_RESPONSE';
    /**
     * Verification
     * @description Whether an image shows the subject: `match` is true of a face that is like, and live unless that is ignored.
     */
    Verification: {
      /**
       * Bbox
       * @description x, y, width and height of the face in pixels of the image.
       */
      bbox: [number, number, number, number] | null;
      /** Face Detected */
      face_detected: boolean;
      /**
       * Live Score
       * @description The passive score, rising towards bona fide; null without a face.
       */
      live_score: number | null;
      /** Match */
      match: boolean;
      /** Matcher */
      matcher: string;
      /** Reasons */
      reasons: string[];
      /**
       * Score
       * @description The score against all of them; null where nothing could be compared.
       */
      score: number | null;
      /**
       * Templates
       * @description How many enrolled templates the face is compared with.
       */
      templates: number;
      /**
       * Threshold
       * @description The least score of a match.
       */
      threshold: number;
      /** @description The passive verdict of this image by itself. */
      verdict: components['schemas']['Verdict'];
    };
    /**
     * VerifyRequest
     * @description An image to compare with what is enrolled of one subject.
     */
    VerifyRequest: {
      /**
       * Image
       * @description JPEG, PNG, WebP, GIF, BMP or TIFF in base64, with one face.
       */
      image: string;
      /**
       * Liveness
       * @description Whether a match needs a verdict BONA_FIDE of the image.
       * @default required
       * @enum {string}
       */
      liveness: 'required' | 'ignored';
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  getPublicKeys: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A JSON Web Key Set. */
      200: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/jwk-set+json': components['schemas']['PublicKeys'];
        };
      };
      /** @description Your copy, named by its ETag in If-None-Match, is still good. There is no body. */
      304: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listProblems: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The table. */
      200: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ProblemTable'];
        };
      };
      /** @description This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getProblem: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description As a problem names it. */
        code: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The row of the table. */
      200: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ProblemInfo'];
        };
      };
      /** @description This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such problem (`problem_unknown`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A parameter is not as expected (`bad_parameter`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  analyseImage: {
    parameters: {
      query?: {
        /** @description Whose threshold decides; the server's own if none. */
        policy?: components['schemas']['PolicyName'] | null;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AnalysisRequest'];
        'image/bmp': string;
        'image/gif': string;
        'image/jpeg': string;
        'image/png': string;
        'image/tiff': string;
        'image/webp': string;
      };
    };
    responses: {
      /** @description What the image shows. */
      200: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Analysis'];
        };
      };
      /** @description The body is not JSON (`not_json`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description An API key is needed (`key_missing`); That is no API key (`key_malformed`); The API key is not known (`key_unknown`); The API key was revoked (`key_revoked`). */
      401: {
        headers: {
          /** @description The scheme: Bearer. */
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The API key may not do this (`scope_missing`); This page may not use the server (`origin_refused`); This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body did not come to its end (`too_slow`). */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description That is too large (`too_large`). */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description This kind of body is not taken (`unsupported_media_type`). */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is not as expected (`bad_body`); The image cannot be used (`bad_image`); The image is not in base64 (`not_base64`); That is no image (`not_an_image`); The image's end is missing (`truncated`); The image is broken inside (`corrupt`); The image has pixels of a rare kind (`unsupported`); A parameter is not as expected (`bad_parameter`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The analysis failed (`analysis_failed`); The server failed (`error`). */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database cannot be used (`store_error`); The server has no room (`server_full`); The server has no model (`no_model`); The server has too much to do (`overloaded`). */
      503: {
        headers: {
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listAudit: {
    parameters: {
      query?: {
        /** @description The number to begin at. */
        first?: number;
        /** @description How many to list at most. */
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Lines in order. */
      200: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AuditPage'];
        };
      };
      /** @description An API key is needed (`key_missing`); That is no API key (`key_malformed`); The API key is not known (`key_unknown`); The API key was revoked (`key_revoked`). */
      401: {
        headers: {
          /** @description The scheme: Bearer. */
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The API key may not do this (`scope_missing`); This page may not use the server (`origin_refused`); This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A parameter is not as expected (`bad_parameter`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database cannot be used (`store_error`). */
      503: {
        headers: {
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listCallbacks: {
    parameters: {
      query?: {
        /** @description `next` of the page before. */
        cursor?: string | null;
        /** @description How many to list at most. */
        limit?: number;
        /** @description Only this session's. */
        session?: string | null;
        /** @description Only those in this state. */
        state?: ('waiting' | 'delivered' | 'given_up') | null;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Callbacks, the newest first. */
      200: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CallbackPage'];
        };
      };
      /** @description An API key is needed (`key_missing`); That is no API key (`key_malformed`); The API key is not known (`key_unknown`); The API key was revoked (`key_revoked`). */
      401: {
        headers: {
          /** @description The scheme: Bearer. */
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The API key may not do this (`scope_missing`); This page may not use the server (`origin_refused`); This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A parameter is not as expected (`bad_parameter`); That is no cursor of this listing (`bad_cursor`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database cannot be used (`store_error`). */
      503: {
        headers: {
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  resendCallback: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The callback's id. */
        callback: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description It is due at once. */
      202: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CallbackInfo'];
        };
      };
      /** @description An API key is needed (`key_missing`); That is no API key (`key_malformed`); The API key is not known (`key_unknown`); The API key was revoked (`key_revoked`). */
      401: {
        headers: {
          /** @description The scheme: Bearer. */
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The API key may not do this (`scope_missing`); This page may not use the server (`origin_refused`); This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such callback (`callback_unknown`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A parameter is not as expected (`bad_parameter`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database cannot be used (`store_error`). */
      503: {
        headers: {
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listEnrolled: {
    parameters: {
      query?: {
        /** @description `next` of the page before. */
        cursor?: string | null;
        /** @description How many to list at most. */
        limit?: number;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Enrolled subjects. */
      200: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GalleryPage'];
        };
      };
      /** @description An API key is needed (`key_missing`); That is no API key (`key_malformed`); The API key is not known (`key_unknown`); The API key was revoked (`key_revoked`). */
      401: {
        headers: {
          /** @description The scheme: Bearer. */
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The API key may not do this (`scope_missing`); This page may not use the server (`origin_refused`); This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A parameter is not as expected (`bad_parameter`); That is no cursor of this listing (`bad_cursor`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database cannot be used (`store_error`). */
      503: {
        headers: {
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getEnrolled: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The subject, percent-encoded. */
        subject: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The subject's templates. */
      200: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['GallerySubject'];
        };
      };
      /** @description An API key is needed (`key_missing`); That is no API key (`key_malformed`); The API key is not known (`key_unknown`); The API key was revoked (`key_revoked`). */
      401: {
        headers: {
          /** @description The scheme: Bearer. */
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The API key may not do this (`scope_missing`); This page may not use the server (`origin_refused`); This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such address (`not_found`); Nobody is enrolled under that name (`not_enrolled`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A parameter is not as expected (`bad_parameter`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database cannot be used (`store_error`). */
      503: {
        headers: {
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  eraseEnrolled: {
    parameters: {
      query?: {
        /** @description One of the subject's templates; all of them if none. */
        template?: string | null;
      };
      header?: never;
      path: {
        /** @description The subject, percent-encoded. */
        subject: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The receipt. */
      200: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Receipt'];
        };
      };
      /** @description An API key is needed (`key_missing`); That is no API key (`key_malformed`); The API key is not known (`key_unknown`); The API key was revoked (`key_revoked`). */
      401: {
        headers: {
          /** @description The scheme: Bearer. */
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The API key may not do this (`scope_missing`); This page may not use the server (`origin_refused`); This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such address (`not_found`); Nobody is enrolled under that name (`not_enrolled`); The subject has no such template (`template_unknown`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A parameter is not as expected (`bad_parameter`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database cannot be used (`store_error`). */
      503: {
        headers: {
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  identifyFace: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['IdentifyRequest'];
      };
    };
    responses: {
      /** @description Who it may be. */
      200: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Identification'];
        };
      };
      /** @description The body is not JSON (`not_json`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description An API key is needed (`key_missing`); That is no API key (`key_malformed`); The API key is not known (`key_unknown`); The API key was revoked (`key_revoked`). */
      401: {
        headers: {
          /** @description The scheme: Bearer. */
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The API key may not do this (`scope_missing`); This page may not use the server (`origin_refused`); This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such address (`not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body did not come to its end (`too_slow`). */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description That is too large (`too_large`). */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description This kind of body is not taken (`unsupported_media_type`). */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is not as expected (`bad_body`); The image cannot be used (`bad_image`); The image is not in base64 (`not_base64`); That is no image (`not_an_image`); The image's end is missing (`truncated`); The image is broken inside (`corrupt`); The image has pixels of a rare kind (`unsupported`); A parameter is not as expected (`bad_parameter`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The analysis failed (`analysis_failed`); The server failed (`error`). */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database cannot be used (`store_error`); The server has no room (`server_full`); The server has no model (`no_model`); The server has no matcher (`no_matcher`); The server has too much to do (`overloaded`); No enrolled template can be read (`gallery_unreadable`). */
      503: {
        headers: {
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getKey: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The key's public part and its scopes. */
      200: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['KeyInfo'];
        };
      };
      /** @description An API key is needed (`key_missing`); That is no API key (`key_malformed`); The API key is not known (`key_unknown`); The API key was revoked (`key_revoked`). */
      401: {
        headers: {
          /** @description The scheme: Bearer. */
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description This page may not use the server (`origin_refused`); This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database cannot be used (`store_error`). */
      503: {
        headers: {
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listLive: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description This server's streams. */
      200: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LiveSessions'];
        };
      };
      /** @description An API key is needed (`key_missing`); That is no API key (`key_malformed`); The API key is not known (`key_unknown`); The API key was revoked (`key_revoked`). */
      401: {
        headers: {
          /** @description The scheme: Bearer. */
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The API key may not do this (`scope_missing`); This page may not use the server (`origin_refused`); This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database cannot be used (`store_error`). */
      503: {
        headers: {
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getOpenapi: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description An OpenAPI 3.1 document. */
      200: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            [key: string]: unknown;
          };
        };
      };
      /** @description This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listPolicies: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Every policy, the strictest first. */
      200: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Policies'];
        };
      };
      /** @description This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listReports: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Reports, the newest first. */
      200: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ReportList'];
        };
      };
      /** @description An API key is needed (`key_missing`); That is no API key (`key_malformed`); The API key is not known (`key_unknown`); The API key was revoked (`key_revoked`). */
      401: {
        headers: {
          /** @description The scheme: Bearer. */
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The API key may not do this (`scope_missing`); This page may not use the server (`origin_refused`); This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database cannot be used (`store_error`). */
      503: {
        headers: {
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getReport: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description As the list of reports names it. */
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The report. */
      200: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Report'];
        };
      };
      /** @description An API key is needed (`key_missing`); That is no API key (`key_malformed`); The API key is not known (`key_unknown`); The API key was revoked (`key_revoked`). */
      401: {
        headers: {
          /** @description The scheme: Bearer. */
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The API key may not do this (`scope_missing`); This page may not use the server (`origin_refused`); This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such report (`report_unknown`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The report cannot be shown (`report_unreadable`). */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A parameter is not as expected (`bad_parameter`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database cannot be used (`store_error`). */
      503: {
        headers: {
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getStreamSchema: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A JSON Schema (2020-12). */
      200: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/schema+json': {
            [key: string]: unknown;
          };
        };
      };
      /** @description This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listSessions: {
    parameters: {
      query?: {
        /** @description Only those made at this moment or later. */
        created_after?: string | null;
        /** @description Only those made before. */
        created_before?: string | null;
        /** @description `next` of the page before. */
        cursor?: string | null;
        /** @description Only those that were ended by this. */
        ended_by?: string | null;
        /** @description How many to list at most. */
        limit?: number;
        /** @description Only those that were ordered with this policy. */
        policy?: components['schemas']['PolicyName'] | null;
        /** @description Only those that have this among their reasons. */
        reason?: string | null;
        /** @description Only those in this state. */
        state?: components['schemas']['SessionState'] | null;
        /** @description Only this person's. */
        subject?: string | null;
        /** @description Only those with this verdict. */
        verdict?: components['schemas']['Verdict'] | null;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Sessions, the newest first. */
      200: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SessionPage'];
        };
      };
      /** @description An API key is needed (`key_missing`); That is no API key (`key_malformed`); The API key is not known (`key_unknown`); The API key was revoked (`key_revoked`). */
      401: {
        headers: {
          /** @description The scheme: Bearer. */
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The API key may not do this (`scope_missing`); This page may not use the server (`origin_refused`); This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A parameter is not as expected (`bad_parameter`); That is no cursor of this listing (`bad_cursor`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database cannot be used (`store_error`). */
      503: {
        headers: {
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  createSession: {
    parameters: {
      query?: never;
      header?: {
        /** @description Any text that is new for each session: a request that is sent again makes no second one. */
        'Idempotency-Key'?: string | null;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewSession'];
      };
    };
    responses: {
      /** @description The session, and what the person's browser needs. */
      201: {
        headers: {
          /** @description true where the Idempotency-Key was known and this is the session of the first time. */
          'Idempotent-Replayed'?: 'true';
          /** @description Where the session is. */
          Location?: string;
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['CreatedSession'];
        };
      };
      /** @description The body is not JSON (`not_json`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description An API key is needed (`key_missing`); That is no API key (`key_malformed`); The API key is not known (`key_unknown`); The API key was revoked (`key_revoked`). */
      401: {
        headers: {
          /** @description The scheme: Bearer. */
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The API key may not do this (`scope_missing`); This page may not use the server (`origin_refused`); This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Nobody is enrolled under that name (`not_enrolled`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body did not come to its end (`too_slow`). */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too little is left to ask for (`challenge_impossible`); The enrolled templates cannot be read (`template_outdated`). */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description That is too large (`too_large`). */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description This kind of body is not taken (`unsupported_media_type`). */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is not as expected (`bad_body`); The image cannot be used (`bad_image`); The image is not in base64 (`not_base64`); That is no image (`not_an_image`); The image's end is missing (`truncated`); The image is broken inside (`corrupt`); The image has pixels of a rare kind (`unsupported`); A parameter is not as expected (`bad_parameter`); This Idempotency-Key was for another request (`idempotency_conflict`); The callback cannot be used (`bad_callback`); This server does not keep such images (`images_not_allowed`); The face is not fit to be compared (`not_fit`); The face cannot be described (`no_template`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`); Too many failed checks (`locked_out`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The analysis failed (`analysis_failed`). */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database cannot be used (`store_error`); The server has no room (`server_full`); The server is stopping (`draining`); The server has no model (`no_model`); The server has no matcher (`no_matcher`); The server has too much to do (`overloaded`). */
      503: {
        headers: {
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getSession: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The session's id. */
        session: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The session. */
      200: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Session'];
        };
      };
      /** @description An API key is needed (`key_missing`); That is no API key (`key_malformed`); The API key is not known (`key_unknown`); The API key was revoked (`key_revoked`). */
      401: {
        headers: {
          /** @description The scheme: Bearer. */
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The API key may not do this (`scope_missing`); This page may not use the server (`origin_refused`); This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such session (`session_unknown`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A parameter is not as expected (`bad_parameter`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database cannot be used (`store_error`). */
      503: {
        headers: {
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  eraseSession: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The session's id. */
        session: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The receipt. */
      200: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Receipt'];
        };
      };
      /** @description An API key is needed (`key_missing`); That is no API key (`key_malformed`); The API key is not known (`key_unknown`); The API key was revoked (`key_revoked`). */
      401: {
        headers: {
          /** @description The scheme: Bearer. */
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The API key may not do this (`scope_missing`); This page may not use the server (`origin_refused`); This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such session (`session_unknown`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A parameter is not as expected (`bad_parameter`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database cannot be used (`store_error`). */
      503: {
        headers: {
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  listSessionFrames: {
    parameters: {
      query?: {
        /** @description `next` of the page before. */
        after?: number;
        /** @description How many to list at most. */
        limit?: number;
      };
      header?: never;
      path: {
        /** @description The session's id. */
        session: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Frames in order. */
      200: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SessionFrames'];
        };
      };
      /** @description An API key is needed (`key_missing`); That is no API key (`key_malformed`); The API key is not known (`key_unknown`); The API key was revoked (`key_revoked`). */
      401: {
        headers: {
          /** @description The scheme: Bearer. */
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The API key may not do this (`scope_missing`); This page may not use the server (`origin_refused`); This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such session (`session_unknown`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A parameter is not as expected (`bad_parameter`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database cannot be used (`store_error`). */
      503: {
        headers: {
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getSessionImage: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description As the session names it. */
        name: string;
        /** @description The session's id. */
        session: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The image. */
      200: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'image/jpeg': string;
        };
      };
      /** @description An API key is needed (`key_missing`); That is no API key (`key_malformed`); The API key is not known (`key_unknown`); The API key was revoked (`key_revoked`). */
      401: {
        headers: {
          /** @description The scheme: Bearer. */
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The API key may not do this (`scope_missing`); This page may not use the server (`origin_refused`); This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such session (`session_unknown`); There is no such image (`image_unknown`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The image can no longer be opened (`image_lost`). */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A parameter is not as expected (`bad_parameter`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database cannot be used (`store_error`). */
      503: {
        headers: {
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  getStatistics: {
    parameters: {
      query?: {
        /** @description Where to begin; the step that it lies in is counted whole. If none, 60 minutes, 24 hours or 30 days before the end, by the step. */
        from?: string | null;
        /** @description Only sessions that were ordered with this policy. */
        policy?: components['schemas']['PolicyName'] | null;
        /** @description How long a bucket is; there are at most 400. */
        step?: 'minute' | 'hour' | 'day';
        /** @description Where to end; now if none. */
        to?: string | null;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Sessions in steps. */
      200: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Statistics'];
        };
      };
      /** @description An API key is needed (`key_missing`); That is no API key (`key_malformed`); The API key is not known (`key_unknown`); The API key was revoked (`key_revoked`). */
      401: {
        headers: {
          /** @description The scheme: Bearer. */
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The API key may not do this (`scope_missing`); This page may not use the server (`origin_refused`); This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A parameter is not as expected (`bad_parameter`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database cannot be used (`store_error`). */
      503: {
        headers: {
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  exportSubject: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The subject, percent-encoded. */
        subject: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description All there is. */
      200: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SubjectExport'];
        };
      };
      /** @description An API key is needed (`key_missing`); That is no API key (`key_malformed`); The API key is not known (`key_unknown`); The API key was revoked (`key_revoked`). */
      401: {
        headers: {
          /** @description The scheme: Bearer. */
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The API key may not do this (`scope_missing`); This page may not use the server (`origin_refused`); This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such address (`not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A parameter is not as expected (`bad_parameter`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database cannot be used (`store_error`). */
      503: {
        headers: {
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  eraseSubject: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The subject, percent-encoded. */
        subject: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The receipt. */
      200: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Receipt'];
        };
      };
      /** @description An API key is needed (`key_missing`); That is no API key (`key_malformed`); The API key is not known (`key_unknown`); The API key was revoked (`key_revoked`). */
      401: {
        headers: {
          /** @description The scheme: Bearer. */
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The API key may not do this (`scope_missing`); This page may not use the server (`origin_refused`); This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such address (`not_found`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A parameter is not as expected (`bad_parameter`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database cannot be used (`store_error`). */
      503: {
        headers: {
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  enrolSubject: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The subject, percent-encoded. */
        subject: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['EnrolRequest'];
      };
    };
    responses: {
      /** @description What was enrolled. */
      201: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Enrolment'];
        };
      };
      /** @description The body is not JSON (`not_json`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description An API key is needed (`key_missing`); That is no API key (`key_malformed`); The API key is not known (`key_unknown`); The API key was revoked (`key_revoked`). */
      401: {
        headers: {
          /** @description The scheme: Bearer. */
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The API key may not do this (`scope_missing`); This page may not use the server (`origin_refused`); This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such address (`not_found`); There is no such session (`session_unknown`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body did not come to its end (`too_slow`). */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description This is another person (`not_the_subject`); The subject has as many templates as it may (`gallery_full`); The enrolled templates cannot be read (`template_outdated`); The session keeps no reference image (`no_reference_image`). */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The image can no longer be opened (`image_lost`). */
      410: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description That is too large (`too_large`). */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description This kind of body is not taken (`unsupported_media_type`). */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is not as expected (`bad_body`); The image cannot be used (`bad_image`); The image is not in base64 (`not_base64`); That is no image (`not_an_image`); The image's end is missing (`truncated`); The image is broken inside (`corrupt`); The image has pixels of a rare kind (`unsupported`); A parameter is not as expected (`bad_parameter`); The face is not fit to be compared (`not_fit`); The face cannot be described (`no_template`); The face is not taken for a live one (`not_live`); The images do not show one person (`not_one_person`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The analysis failed (`analysis_failed`); The server failed (`error`). */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database cannot be used (`store_error`); The server has no room (`server_full`); The server has no model (`no_model`); The server has no matcher (`no_matcher`); The server has too much to do (`overloaded`). */
      503: {
        headers: {
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  verifySubject: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        /** @description The subject, percent-encoded. */
        subject: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['VerifyRequest'];
      };
    };
    responses: {
      /** @description Whether it is the same person, and live. */
      200: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Verification'];
        };
      };
      /** @description The body is not JSON (`not_json`). */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description An API key is needed (`key_missing`); That is no API key (`key_malformed`); The API key is not known (`key_unknown`); The API key was revoked (`key_revoked`). */
      401: {
        headers: {
          /** @description The scheme: Bearer. */
          'WWW-Authenticate'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The API key may not do this (`scope_missing`); This page may not use the server (`origin_refused`); This host name is not served (`host_refused`). */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no such address (`not_found`); Nobody is enrolled under that name (`not_enrolled`). */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body did not come to its end (`too_slow`). */
      408: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The enrolled templates cannot be read (`template_outdated`). */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description That is too large (`too_large`). */
      413: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description This kind of body is not taken (`unsupported_media_type`). */
      415: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The body is not as expected (`bad_body`); The image cannot be used (`bad_image`); The image is not in base64 (`not_base64`); That is no image (`not_an_image`); The image's end is missing (`truncated`); The image is broken inside (`corrupt`); The image has pixels of a rare kind (`unsupported`); A parameter is not as expected (`bad_parameter`). */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Too many requests (`rate_limited`). */
      429: {
        headers: {
          /** @description What is left of the limits (draft-ietf-httpapi-ratelimit-headers). */
          RateLimit?: string;
          /** @description The limits. */
          'RateLimit-Policy'?: string;
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The analysis failed (`analysis_failed`); The server failed (`error`). */
      500: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The database cannot be used (`store_error`); The server has no room (`server_full`); The server has no model (`no_model`); The server has no matcher (`no_matcher`); The server has too much to do (`overloaded`). */
      503: {
        headers: {
          /** @description Seconds to wait. */
          'Retry-After'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
}
