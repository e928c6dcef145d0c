import type { Texts } from './en';

/** Deutsch. Anrede: Sie. */
export const de: Texts = {
  languageName: 'Deutsch',
  app: {
    name: 'Brigade',
    language: 'Sprache',
    loading: 'Einen Moment…',
    skip: 'Zum Hauptteil springen',
  },
  landing: {
    title: 'Gemeinsam singen',
    intro:
      'Jeder ist bei sich zu Hause. Mit Brigade hören Sie die anderen, während Sie singen, und zwar im Takt.',
    name: 'Ihr Name',
    nameHint: 'Die anderen sehen ihn.',
    nameMissing: 'Bitte schreiben Sie zuerst Ihren Namen, damit die anderen sehen, wer singt.',
    room: 'Raum',
    roomHint: 'Lassen Sie ihn so, wenn Ihnen niemand einen genannt hat.',
    invited: (room) => `Sie sind in den Raum „${room}“ eingeladen.`,
    arrived:
      'Ihr Raum ist auf diesen Server umgezogen. Ihr Name und Ihr Platz sind mitgekommen: Drücken Sie einfach wie vorhin.',
    sing: 'Mitsingen',
    singHint: 'Sie brauchen ein Mikrofon und Kopfhörer. Das Einrichten dauert etwa eine Minute.',
    listen: 'Nur zuhören',
    listenHint: 'Sie hören alle gemeinsam. Niemand hört Sie.',
    guest: 'Gast',
    starting: 'Einen Moment, der Ton wird eingeschaltet…',
    noSound:
      'Dieser Browser kann den Chor nicht abspielen. Bitte öffnen Sie die Seite in einem aktuellen Chrome, Edge, Firefox oder Safari.',
    insecure:
      'Unter dieser Adresse gibt Ihr Browser niemandem ein Mikrofon, weil sie mit http statt https beginnt. Bitten Sie den, der Ihnen den Link geschickt hat, um einen mit https.',
    insecureListen: 'Zuhören, ohne zu singen',
    inApp:
      'Sie haben diese Seite in einer anderen App geöffnet; dort fehlt oft der Ton. Kopieren Sie den Link und öffnen Sie ihn in Ihrem Browser (Chrome, Firefox, Safari).',
    copy: 'Link kopieren',
    copied: 'Der Link ist kopiert.',
    trouble: 'Geht etwas nicht?',
  },
  server: {
    check: 'Nachfragen, ob der Server da ist',
    asking: 'Der Server wird gefragt…',
    well: 'Der Server ist da, und alles darin antwortet.',
    partly:
      'Der Server ist da, aber Teile davon antworten nicht. Bitte versuchen Sie es in einer Minute wieder.',
    away: 'Der Server antwortet nicht. Prüfen Sie Ihr Internet. Wenn es geht, sagen Sie dem Bescheid, der Sie eingeladen hat.',
    parts: 'Was antwortet',
    state: 'Der Teil, der die Stimmen mischt',
    shard: (n) => `Der Teil, der den Ton trägt, Nummer ${n}`,
    ok: 'antwortet',
    notOk: 'antwortet nicht',
  },
  check: {
    title: 'Ton einrichten',
    steps: { headphones: 'Kopfhörer', microphone: 'Mikrofon', delay: 'Klicks', level: 'Vorsingen' },
    progress: (n, of) => `Schritt ${n} von ${of}`,
    listenInstead: 'Lieber nur zuhören',
    back: 'Zurück',
    headphones: {
      title: 'Setzen Sie Ihre Kopfhörer auf',
      why: 'Darin hören Sie den Chor. Ohne Kopfhörer würde Ihr Mikrofon den Chor mit aufnehmen.',
      wired: 'Am besten sind Kopfhörer mit Kabel. Mit kabellosen geht es auch.',
      have: 'Meine Kopfhörer sind auf',
      none: 'Ich habe keine',
      together: 'Andere singen im selben Zimmer wie ich',
      word: 'Ein Wort, das Sie alle hier eintragen',
      wordHint:
        'Irgendein Wort, etwa „Küche“. Sie sitzen dann in einer Reihe, und was Sie durch die Luft hören, ist das, was Sie im Kopfhörer hören.',
    },
    microphone: {
      title: 'Schalten Sie Ihr Mikrofon ein',
      why: 'Ihr Browser fragt Sie gleich, ob diese Seite es benutzen darf. Bitte drücken Sie „Zulassen“.',
      turnOn: 'Mikrofon einschalten',
      opening:
        'Ihr Browser fragt Sie jetzt. Bitte drücken Sie „Zulassen“. Die Frage steht meist oben bei der Adresse.',
      again: 'Noch einmal versuchen',
    },
    delay: {
      title: 'Halten Sie einen Kopfhörer ans Mikrofon',
      why: 'Sie hören acht leise Klicks. Daran merken wir, wie lange der Ton durch Ihr Gerät braucht, damit Ihre Stimme im Takt ankommt.',
      how: [
        'Nehmen Sie die Kopfhörer ab.',
        'Halten Sie eine Seite dicht ans Mikrofon.',
        'Drücken Sie den Knopf und halten Sie sechs Sekunden still.',
        'Setzen Sie sie wieder auf, wenn es hier steht.',
      ],
      where:
        'Wo ist es? Beim Laptop meist über dem Bildschirm oder neben der Tastatur, beim Telefon an der unteren Kante, beim Headset am Ende des kleinen Arms.',
      picture: 'Eine Zeichnung: Eine Seite der Kopfhörer berührt das Mikrofon.',
      play: 'Klicks abspielen',
      playLouder: 'Etwas lauter abspielen',
      playAgain: 'Noch einmal abspielen',
      playing: 'Die Klicks laufen. Bitte still halten…',
      unheard:
        'Die Klicks kamen nicht am Mikrofon an. Halten Sie den Kopfhörer näher daran, oder stellen Sie Ihr Gerät lauter.',
      unsteady:
        'Die Klicks waren zu hören, aber nicht gleichmäßig. Halten Sie still und warten Sie einen ruhigen Moment ab.',
      giveUp:
        'Das gelingt nicht mit jedem Gerät, und Sie können trotzdem singen. Sie bekommen einen Platz weiter hinten, wo man mehr vom Chor hört.',
      without: 'Ohne Klicks weiter',
      known: 'Mit diesem Mikrofon haben Sie schon gesungen. Sie können nehmen, was wir damals gemerkt haben.',
      useKnown: 'Nehmen, was Sie wissen',
      wireless:
        'Das sieht nach einem kabellosen Headset aus. Es geht damit, aber der Ton braucht länger. Wenn Sie eines mit Kabel haben, nehmen Sie das.',
    },
    level: {
      title: 'Singen Sie eine Zeile',
      putBack: 'Sehr gut. Setzen Sie die Kopfhörer wieder auf.',
      without: 'Sie bekommen einen Platz weiter hinten, wo man mehr vom Chor hört.',
      noHeadphones: 'Ohne Kopfhörer sitzen Sie in der letzten Reihe. Stellen Sie Ihr Gerät leise.',
      why: 'Singen Sie so wie nachher im Lied und schauen Sie auf den Balken.',
      meter: 'Wie laut Ihr Mikrofon ist',
      waiting: 'Singen Sie etwas…',
      quiet: 'Sehr leise. Kommen Sie näher ans Mikrofon, etwa eine Handbreit.',
      good: 'Gut. Genau richtig.',
      loud: 'Sehr laut. Gehen Sie etwas vom Mikrofon weg.',
      goIn: 'Hineingehen und singen',
      goBack: 'Zurück in den Raum',
    },
    others: {
      title: 'Andere Wege als die Klicks',
      clap: 'Mitklatschen',
      clapHow:
        'Lassen Sie den Kopfhörer auf. Sie hören zwölf gleichmäßige Klopfer. Hören Sie vieren zu, dann klatschen Sie bei jedem weiteren mit, nah am Mikrofon.',
      clapStart: 'Klopfer abspielen',
      clapNow: 'Hören Sie vier Klopfern zu, dann klatschen Sie bei jedem mit …',
      clapUnheard: 'Wir haben kein gleichmäßiges Klatschen gehört. Bitte noch einmal, nah am Mikrofon.',
      byHand: 'Von Hand',
      byHandHow:
        'Sagen die anderen, dass Sie nach dem Schlag kommen, schieben Sie nach rechts; kommen Sie davor, nach links. Ein Kabel braucht etwa 100, ein kabelloser Kopfhörer 200 bis 300.',
      slider: 'Der Weg durch Ihr Gerät',
      value: (ms: number) => `${ms} Tausendstelsekunden`,
      use: 'So verwenden',
    },
    practice: {
      title: 'Erst sich selbst hören',
      why: 'Wenn Sie mögen, probieren Sie es allein aus. Sie klatschen zu einem Takt, und dann hören Sie, was der Chor von Ihnen hören würde. Es dauert zwanzig Sekunden.',
      start: 'Ausprobieren',
      again: 'Noch einmal ausprobieren',
      preparing: 'Einen Moment, Ihr Raum wird vorbereitet …',
      listen: 'Hören Sie erst vier Schlägen zu …',
      clap: 'Jetzt bei jedem Schlag klatschen!',
      waiting: 'Danke. Einen Moment …',
      inTime: 'Das sind Sie, im Takt. Genau so hören Sie die anderen.',
      off: (ms: number, after: boolean) =>
        `Sie klatschen, und die anderen hören es ${ms} Tausendstelsekunden ${after ? 'nach' : 'vor'} dem Schlag. Das liegt nicht an Ihnen, sondern am Weg durch Ihr Gerät. Drücken Sie „Beheben“.`,
      unheard:
        'Wir haben nicht bei jedem Schlag ein Klatschen gehört. Bitte klatschen Sie nah am Mikrofon, einmal je Schlag.',
      failed: 'Das Ausprobieren geht gerade nicht. Sie können trotzdem hineingehen.',
      fix: 'Beheben',
      fixed: 'Das ist behoben. Probieren Sie es noch einmal, wenn Sie sicher sein wollen.',
      hear: 'Anhören',
    },
  },
  microphone: {
    denied: {
      chrome:
        'Das Mikrofon ist gesperrt. Drücken Sie oben auf das kleine Zeichen links neben der Adresse, schalten Sie „Mikrofon“ ein und drücken Sie dann „Noch einmal versuchen“.',
      firefox:
        'Das Mikrofon ist gesperrt. Drücken Sie oben links neben der Adresse auf das durchgestrichene Mikrofon, heben Sie die Sperre auf und drücken Sie dann „Noch einmal versuchen“.',
      safari:
        'Das Mikrofon ist gesperrt. Wählen Sie im Menü „Safari“ die „Einstellungen für diese Website“, stellen Sie „Mikrofon“ auf „Erlauben“ und drücken Sie dann „Noch einmal versuchen“.',
      ios: 'Das Mikrofon ist gesperrt. Drücken Sie auf das Zeichen links neben der Adresse, dann „Website-Einstellungen“, stellen Sie „Mikrofon“ auf „Erlauben“ und drücken Sie dann „Noch einmal versuchen“.',
      android:
        'Das Mikrofon ist gesperrt. Drücken Sie auf das Zeichen links neben der Adresse, dann „Berechtigungen“, erlauben Sie das Mikrofon und drücken Sie dann „Noch einmal versuchen“.',
      other:
        'Das Mikrofon ist gesperrt. Erlauben Sie es für diese Seite in den Einstellungen Ihres Browsers und drücken Sie dann „Noch einmal versuchen“.',
    },
    missing:
      'Es wurde kein Mikrofon gefunden. Stecken Sie eines ein; wir merken es von selbst. Oder drücken Sie „Noch einmal versuchen“.',
    'in-use':
      'Ein anderes Programm hält das Mikrofon fest. Schließen Sie Videogespräche und Ähnliches (Zoom, Teams, Skype) und drücken Sie dann „Noch einmal versuchen“.',
    unplugged: 'Das Mikrofon wurde abgezogen. Stecken Sie es wieder ein; dann geht es von selbst weiter.',
    hushed:
      'Ihr Gerät lässt vom Mikrofon gerade nichts durch. Ist es ein Anruf, oder ein Schalter am Kopfhörer? Danach geht es von selbst weiter.',
    insecure:
      'Unter dieser Adresse gibt Ihr Browser niemandem ein Mikrofon. Bitten Sie um einen Link, der mit https beginnt. Zuhören können Sie.',
    unknown:
      'Das Mikrofon ging nicht an. Ziehen Sie es ab, stecken Sie es wieder ein und drücken Sie „Noch einmal versuchen“. Hilft das nicht, starten Sie den Browser neu.',
  },
  room: {
    title: (name) => `Raum: ${name}`,
    joining: 'Sie sind auf dem Weg hinein…',
    song: 'Das Lied',
    nobodyLeads: 'Noch leitet niemand.',
    youMayLead: 'Wer ein Lied beginnen will, übernimmt die Leitung.',
    waitForLead: 'Bitte warten Sie, bis jemand die Leitung übernimmt.',
    leads: (name) => `${name} leitet. Das Lied beginnt bald.`,
    youLead: 'Sie leiten. Drücken Sie „Lied beginnen“ und fangen Sie an.',
    begins: (seconds) =>
      seconds === 1 ? 'Das Lied erreicht Sie in 1 Sekunde.' : `Das Lied erreicht Sie in ${seconds} Sekunden.`,
    begun: (name) => `${name} hat begonnen. Das Lied ist unterwegs zu Ihnen.`,
    here: 'Das Lied ist bei Ihnen. Singen Sie!',
    hereTogether: 'Sie hören alle gemeinsam eine Aufnahme.',
    hereListen: 'Das Lied läuft.',
    hereLead: 'Sie leiten. Singen Sie! Die anderen folgen Ihnen.',
    over: 'Das Lied ist aus. Die Reihen hinter Ihnen singen noch.',
    overAll: 'Das Lied ist aus.',
    heard: {
      title: 'Ihre Stimme',
      nobody: 'Hinter Ihnen sitzt noch niemand. Wer zuhört, hört Sie.',
      heard: (n) =>
        n === 0 ? 'Man hört Sie.' : n === 1 ? 'Eine Person hört Sie.' : `${n} Personen hören Sie.`,
      quiet: 'Man hört Sie kaum. Kommen Sie näher ans Mikrofon.',
      late: 'Ihre Stimme trifft den Takt noch nicht. Singen Sie weiter; richten Sie nach dem Lied den Ton neu ein.',
      off: 'Von Ihnen ist gerade nichts zu hören.',
      muted: 'Ihr Mikrofon ist aus. Niemand hört Sie.',
      away: 'Die Leitung ist unterbrochen. Gerade hört Sie niemand.',
    },
    lyrics: 'Text',
    noLyrics: 'Hier erscheint der Liedtext, sobald der Leiter ihn eingetragen hat.',
    larger: 'Größer',
    smaller: 'Kleiner',
    rows: {
      title: 'Wer wo sitzt',
      rule: 'Sie hören alle, die vor Ihnen sitzen. Alle hinter Ihnen hören Sie.',
      ruleFirst: 'Sie sitzen vorn. Alle hinter Ihnen hören Sie.',
      ruleLast: 'Sie sitzen in der letzten Reihe. Sie hören den ganzen Chor.',
      ruleListen: 'Der Ton geht von Reihe zu Reihe. Sie hören alle gemeinsam.',
      row: (n) => `Reihe ${n}`,
      mine: 'Ihre Reihe',
      youHear: 'Die hören Sie',
      theyHear: 'Von denen werden Sie gehört',
      you: 'Sie',
      leads: 'leitet',
      muted: 'Mikrofon aus',
      away: 'kurz weg',
      checking: 'richtet den Ton ein',
      more: (n) => `und ${n} weitere`,
      empty: 'niemand',
      listeners: (n) =>
        n === 0
          ? 'Niemand hört nur zu.'
          : n === 1
            ? 'Eine Person hört nur zu.'
            : `${n} Personen hören nur zu.`,
      lastRow: 'In die letzte Reihe setzen',
    },
    faders: {
      title: 'Was Sie hören',
      leader: 'Leiter',
      everyone: 'Alle anderen',
      track: 'Musik',
      hint: 'Nur für Ihre Ohren.',
      value: (percent) => `${percent} Prozent`,
    },
    controls: {
      label: 'Ihre Schalter',
      mute: 'Mein Mikrofon ausschalten',
      unmute: 'Mein Mikrofon einschalten',
      silence: 'Stille',
      sound: 'Ton wieder an',
      talk: 'Zum Sprechen halten',
      talking: 'Sie sprechen',
      setUp: 'Meinen Ton einrichten',
      leave: 'Hinausgehen',
      keys: 'Tasten: M Mikrofon an oder aus, Esc Stille, Leertaste (gehalten) sprechen.',
    },
    chat: {
      title: 'Einander schreiben',
      empty: 'Noch hat niemand geschrieben.',
      label: 'Ihre Nachricht',
      send: 'Senden',
      you: 'Sie',
      personal: 'nur an Sie',
      actions: {
        unmute: 'Mein Mikrofon einschalten',
        check: 'Meinen Ton einrichten',
        'solo-off': 'Weiter mit allen',
      },
      remove: (name: string) => `Wegnehmen, was ${name} geschrieben hat`,
      removeShort: 'Wegnehmen',
    },
    lead: {
      title: 'Das Lied leiten',
      take: 'Leitung übernehmen',
      track: 'Musik zum Mitsingen',
      noTrack: 'Keine',
      tempo: 'Schläge in der Minute',
      noTempo: 'Leer lassen, um frei zu singen.',
      countIn: 'Schläge zum Einzählen',
      start: 'Lied beginnen',
      stop: 'Lied beenden',
      talkOn: 'Alle sprechen lassen',
      talkOff: 'Sprechen beenden',
    },
    talk: {
      open: 'Zwischen den Liedern: Sprechen Sie einfach, alle hören Sie.',
      push: 'Zwischen den Liedern: Sprechen Sie miteinander. Halten Sie dabei den Knopf oder die Leertaste.',
      onListen: 'Zwischen den Liedern: Die Sänger sprechen miteinander.',
      speaks: (names) => `Es spricht: ${names}`,
    },
    connection: {
      good: 'Ihre Leitung ist gut.',
      fair: 'Ihre Leitung ist mäßig. Zum Singen reicht sie.',
      shaky: 'Ihre Leitung wackelt. Gehen Sie näher an den Router, oder nehmen Sie ein Kabel.',
      unknown: 'Ihre Leitung wird gemessen.',
      more: 'Zahlen für alle, die es wissen wollen',
    },
    recording: {
      sign: 'Dieser Raum wird aufgenommen.',
      what: 'Während ein Lied läuft, wird Ihre Stimme behalten: im Chor und für sich allein. Der Gastgeber hat sie, und wem er sie gibt. Wenn Sie das nicht möchten, schalten Sie Ihr Mikrofon aus, oder hören Sie nur zu.',
      whatListener: 'Während ein Lied läuft, wird behalten, was der Chor singt.',
      fine: 'Einverstanden',
      off: 'Mikrofon aus',
      listen: 'Nur zuhören',
      sing: 'Doch mitsingen',
    },
    stage: {
      title: 'Was gerade dran ist',
      page: (n: number, of: number) => `Seite ${n} von ${of}`,
      pageAlt: (title: string, n: number) => `${title}, Seite ${n}`,
      kinds: {
        song: 'Lied',
        spoken: 'Gesprochen',
        picture: 'Bilder',
        silence: 'Ein Augenblick der Stille',
        'listen-back': 'Gemeinsam nachhören',
      },
      hushed: (name: string) => `${name} singt jetzt allein. Ihr Mikrofon kommt von selbst zurück.`,
      listening: 'Ihr Mikrofon ist so lange aus und kommt von selbst zurück.',
      countIn: (left: number) =>
        left === 1 ? 'Noch ein Schlag' : `Noch ${left} Schläge bis zu Ihrem Einsatz`,
      leaderGone: (seconds: number) =>
        seconds === 1
          ? 'Wer geleitet hat, ist weg. Das Lied endet in 1 Sekunde.'
          : `Wer geleitet hat, ist weg. Das Lied endet in ${seconds} Sekunden.`,
    },
    correction: {
      title: 'Ihr Platz im Takt',
      offer: (ms: number) =>
        ms > 0
          ? `Ihre Stimme kommt bei den anderen ${ms} Tausendstelsekunden nach dem Schlag an. Das liegt am Weg durch Ihr Gerät, nicht an Ihnen. Sollen wir es richtigstellen?`
          : `Ihre Stimme kommt bei den anderen ${-ms} Tausendstelsekunden vor dem Schlag an. Das liegt am Weg durch Ihr Gerät, nicht an Ihnen. Sollen wir es richtigstellen?`,
      accept: 'Richtigstellen',
      decline: 'So lassen',
      applied: 'Das ist richtiggestellt. Singen Sie wie immer.',
      undone: 'Es ist wieder wie vorher.',
      undo: 'Zurücknehmen',
      close: 'Gut',
    },
    desk: {
      open: 'Pult öffnen',
      close: 'Zurück in den Raum',
      loading: 'Einen Moment, das Pult wird geöffnet…',
    },
  },
  banner: {
    lost: 'Die Leitung ist unterbrochen. Wir verbinden neu. Sie brauchen nichts zu tun.',
    offline: 'Ihr Gerät hat gerade kein Internet. Wenn es wieder da ist, geht alles von selbst weiter.',
    suspended: 'Ihr Browser hat den Ton angehalten. Drücken Sie „Ton einschalten“.',
    resume: 'Ton einschalten',
    unplugged: 'Ihr Mikrofon ist weg. Stecken Sie es wieder ein; dann geht es von selbst weiter.',
    microphoneAgain: 'Noch einmal versuchen',
    stalled:
      'Der Ton Ihres Geräts hat sich verschoben. Bitte richten Sie ihn nach diesem Lied neu ein. Es dauert zehn Sekunden.',
    copy: {
      own: 'Ihr Mikrofon hört den Chor aus Ihrem Lautsprecher, und die anderen hören ihn doppelt. Bitte setzen Sie Kopfhörer auf, oder stellen Sie den Ton leiser.',
      other:
        'Ihr Mikrofon hört ein anderes Gerät in Ihrem Zimmer, das den Chor abspielt. Bitte stellen Sie dort den Ton aus oder nehmen Sie dort Kopfhörer, oder schalten Sie Ihr Mikrofon aus.',
    },
    changed: {
      microphone:
        'Ihr Mikrofon ist wieder da, und die anderen hören Sie wieder. Bitte richten Sie Ihren Ton nach diesem Lied neu ein. Es dauert zehn Sekunden.',
      output:
        'Der Ton kommt jetzt an anderer Stelle heraus. Bitte richten Sie ihn nach diesem Lied neu ein. Es dauert zehn Sekunden.',
      resumed:
        'Ihr Gerät hatte eine Pause gemacht, und der Ton ist wieder da. Bitte richten Sie ihn nach diesem Lied neu ein. Es dauert zehn Sekunden.',
    },
    checkAgain: 'Meinen Ton einrichten',
    moving: (host) =>
      `Der Raum ist nach ${host} umgezogen. Die Seite dort öffnet sich; drücken Sie dort nur noch „Mitsingen“ oder „Nur zuhören“.`,
    closing: {
      restart:
        'Der Server wird gleich ausgetauscht, darum beginnt jetzt kein neues Lied. Bleiben Sie hier. In ein bis zwei Minuten ist er wieder da.',
      move: 'Der Raum zieht gleich auf einen anderen Server um, darum beginnt jetzt kein neues Lied. Bleiben Sie hier. Sie werden mitgenommen.',
    },
    silenced: 'Sie haben alles stumm gestellt. Die anderen hören Sie wie zuvor.',
    soundOn: 'Ton wieder an',
    close: 'Hinweis schließen',
  },
  refused: {
    'not-allowed': 'Das darf nur, wer leitet.',
    'too-fast': 'Das war etwas zu schnell. Bitte noch einmal.',
    'not-yet': 'Das gibt es noch nicht.',
    'too-long': 'Das war zu lang.',
    'chat-muted': 'Der Gastgeber hat das Schreiben für Sie vorerst abgeschaltet.',
    'not-now': 'Das geht in diesem Augenblick nicht.',
    'song-lost':
      'Das Lied ist abgebrochen, weil der Weg zum Server unterbrochen war. Sie sind wieder im Raum; das Lied kann noch einmal begonnen werden.',
    other: 'Das hat nicht geklappt. Bitte noch einmal.',
  },
  gone: {
    title: 'Sie sind draußen',
    left: 'Sie haben den Raum verlassen. Bis bald!',
    removed: 'Der Gastgeber hat Sie gebeten, diesen Raum zu verlassen.',
    barred: 'Der Gastgeber hat diesen Raum für heute für Sie geschlossen.',
    locked: 'Der Gastgeber hat die Tür vorerst geschlossen. Bitte fragen Sie ihn, ob er Sie einlässt.',
    full: 'Der Raum ist voll. Zuhören können Sie noch.',
    'no-room':
      'Es gibt keinen Raum mit diesem Namen. Schauen Sie den Link noch einmal an, oder fragen Sie, wer ihn geschickt hat.',
    'bad-token':
      'In diesen Raum kommt man nur mit Einladung. Bitte öffnen Sie den Link, der Ihnen geschickt wurde.',
    expired: 'Ihre Einladung ist abgelaufen. Bitte bitten Sie um einen neuen Link.',
    revoked: 'Ihre Einladung wurde zurückgezogen. Bitte bitten Sie um einen neuen Link.',
    'slow-down':
      'Das waren zu viele falsche Passwörter. Bitte warten Sie eine Minute und versuchen Sie es dann wieder.',
    protocol: 'Der Server spricht eine neuere Sprache als diese Seite. Bitte laden Sie die Seite neu.',
    replaced:
      'Sie sind auf einem anderen Gerät oder in einem anderen Fenster hereingekommen. Dort sind Sie jetzt.',
    shutdown: 'Der Server wurde ausgeschaltet. Bitte versuchen Sie es in einer Minute wieder.',
    flood: 'Von Ihrem Gerät kam zu viel auf einmal. Bitte kommen Sie wieder herein.',
    other: 'Der Server hat die Tür geschlossen. Bitte versuchen Sie es noch einmal.',
    again: 'Wieder hineingehen',
    listen: 'Stattdessen zuhören',
    start: 'Zur ersten Seite',
    reload: 'Seite neu laden',
  },
  password: {
    title: 'Dieser Raum hat ein Passwort',
    wrong: 'Bitte schreiben Sie das Passwort, das Sie bekommen haben. Groß und klein ist nicht dasselbe.',
    label: 'Passwort',
    enter: 'Hineingehen',
    show: 'Zeigen, was ich schreibe',
  },
  details: {
    title: 'Einzelheiten',
    latency: (ms) => `Der Ton braucht ${ms} ms durch dieses Gerät (Latenz).`,
    spread: (ms) => `Die Klicks wichen um ${ms} ms voneinander ab.`,
    clarity: (db) => `Sie waren ${db} dB lauter als der Rest.`,
    agreeing: (n) => `${n} von 8 Klicks stimmten überein.`,
    roundTrip: (ms) => `Zum Server und zurück: ${ms} ms`,
    buffer: (ms) => `Ton im Vorrat: ${ms} ms`,
    gaps: (n) => `Lücken bisher: ${n}`,
    seat: (bucket, seconds) => `Reihe (Eimer) ${bucket}, ${seconds} s dahinter`,
  },
};
