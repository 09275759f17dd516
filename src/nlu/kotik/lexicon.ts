/**
 * What a matcher trained on a few hundred phrases cannot know: words that mean the same, in both languages. A phrase with
 * "refund" then helps to understand "money back" and "возврат". Everyday words of support desks, shops, banks, homes and
 * small talk; a word may stand in several groups, and other forms of a word are found by its stem.
 * Measured (docs/nlu.md): +2 points with ten phrases an intent, nothing lost with many.
 */
const GROUPS = `
  pay: pay pays paid paying payment payments purchase purchases purchased buy bought buying оплатить оплата
    оплатил оплатила оплачивать оплачено оплачивал платить заплатить заплатил платеж платежи проплатил купить
    покупка купил покупать
  charge: charge charged charges debit debited deduct deducted deduction billed taken took withdrawn списать
    списали списание списалось списывают списывается сняли снимают снять снимается снялись вычли удержали
  refund: refund refunds refunded refunding reimburse reimbursed reimbursement reversal reverse reverted
    moneyback возврат вернуть верните возвратить вернули возвращение вернут возместить компенсация
    компенсировать
  cancel: cancel canceled cancelled cancelling cancellation terminate stop undo revoke revert abort отменить
    отмена отмени отмените отменять аннулировать прекратить отказаться отказ остановить расторгнуть
  close: close closing shut delete deleting deleted deletion remove removing removed erase deactivate unregister
    удалить удаление удалите удали убрать убери стереть закрыть закрой закройте деактивировать
  money: money cash funds fund amount sum balance деньги денег деньгами средства сумма бабки баланс наличные
  price: price prices pricing cost costs costing expensive cheap rate rates tariff fee fees цена цены стоимость
    стоит стоить почем тариф тарифы расценки прайс дорого дешево
  fee: fee fees commission surcharge extra additional комиссия комиссии сбор плата доплата наценка
  free: free gratis trial бесплатно бесплатный бесплатная даром пробный пробная триал
  discount: discount discounts coupon promo promocode voucher code sale offer deal bonus скидка скидки купон
    промокод промо акция акции бонус бонусы распродажа
  transfer: transfer transfers transferred transferring send sends sending sent move moved wire remit remittance
    перевод перевести переводы переслать отправить отправил отправка послать перечислить перекинуть скинуть
  receive: receive received receiving get got getting arrive arrived arriving come came получить получил
    получать получение пришло придет пришел прийти поступить поступило дошел дошло
  topup: topup topping topped deposit deposits deposited depositing add load loaded reload replenish пополнить
    пополнение пополнил внести зачислить положить закинуть зачисление
  withdraw: withdraw withdrawal withdrawals withdrew atm cashpoint снять наличные банкомат обналичить вывести
    вывод
  card: card cards карта карты карту картой карточка карточку карте картам
  account: account accounts profile аккаунт аккаунта профиль учетка учетной учетная кабинет лк
  login: login log signin sign authenticate authentication authorize authorization войти вход зайти залогиниться
    авторизация авторизоваться логин вхожу захожу попасть
  register: register registration registered signup enroll enrolment join создать зарегистрироваться регистрация
    завести регистрироваться
  password: password passwords passcode pin pass pincode пароль пароля пароли пин пинкод код
  forgot: forgot forget forgotten remember recall recover recovery restore reset забыл забыла забыли
    вспомнить восстановить восстановление сбросить сброс
  lost: lost lose losing missing mislaid misplaced disappear disappeared vanished gone потерял потеряла потерять
    пропал пропала пропали пропало исчез исчезла исчезли утерял потеряно
  stolen: stolen steal stole theft robbed fraud fraudulent scam scammed hacked hack compromised unauthorized
    украли украден кража воровство мошенники мошенничество мошенник взломали взлом обманули развели
  verify: verify verification verified verifying confirm confirmed confirmation prove proof validate identity
    identify identification подтвердить подтверждение подтверждаю верификация проверка личность удостоверить
  check: check checking checked see view look show display проверить посмотреть проверь увидеть показать покажи
    глянуть узнать
  where: where track tracking location located status whereabouts где куда отследить отслеживание статус
    местоположение
  when: when time soon long duration date schedule когда долго срок сроки скоро время дата
  why: why reason cause почему зачем отчего причина
  howto: how instruction instructions guide steps как каким способ инструкция
  help: help assist assistance support помощь помогите помоги помочь поддержка саппорт подскажите
  person: human person agent operator representative someone people live staff manager человек оператор
    оператора сотрудник менеджер живой специалист консультант
  talk: talk speak chat contact call reach connect say поговорить связаться соединить соедини позвать позови
    позовите связь контакт переключи переключите общаться
  phone: phone telephone mobile cell cellphone smartphone number телефон номер мобильный смартфон сотовый
  email: email mail mailbox letter почта почту емейл имейл мыло письмо почтовый
  change: change changed changing update updated updating modify edit switch replace alter correct replacing
    amend изменить сменить поменять смена изменение обновить редактировать заменить переключить исправить замена
  wrong: wrong incorrect mistake error mistaken erroneous false inaccurate неправильно неправильный неверно
    неверный ошибочно ошибка ошибся неверная неправильная
  broken: broken work works working fail failed failing failure fails broke crash crashed crashes glitch bug
    stuck freeze freezes issue problem trouble работает работать сломалось сломался сломана сломан глючит глюк
    баг виснет зависает завис вылетает проблема косяк
  decline: decline declined declines reject rejected rejects refuse refused denied deny blocked отклонен
    отклонили отклоняет отклонена отказ отказано отклоняют отвергнут принимает принимают проходит
  pending: pending waiting wait processing delayed delay late still yet slow hold ждать жду ожидание задержка
    опоздание обработка висит ожидает медленно долго
  order: order orders ordered ordering заказ заказа заказы заказать заказал
  delivery: delivery deliver delivered shipping ship shipped shipment courier package parcel post доставка
    доставить доставят привезти курьер посылка доставки отправление
  new: new another second additional replacement новый новая новую другой другая другую еще
  block: block blocked freeze frozen lock locked unlock suspend suspended disable disabled заблокировать блок
    заблокировали заблокирован блокировка заморозить разблокировать
  activate: activate activation activated enable enabled start turn on begin активировать активация включить
    включи включите запустить начать подключить
  off: off disable disabled deactivate выключить выключи отключить отключи отключите выключите отключение
    вырубить
  subscription: subscription subscribe subscribed membership plan подписка подписку подписки подписаться
    абонемент
  unsubscribe: unsubscribe unsubscribed отписаться отпиши отпишите отписка отписать
  renew: renew renewal autorenew recurring automatic auto automatically продлить продление автопродление
    автоплатеж автоматически автосписание
  exchange: exchange convert conversion currency currencies foreign обмен обменять курс валюта конвертация
    конвертировать
  country: country countries abroad overseas region international страна страны заграница границей рубеж регион
  device: device devices tv television laptop computer tablet pc устройство устройства устройстве телевизор тв
    ноутбук компьютер комп планшет приставка
  app: app application apps program software website site web page приложение приложения приложухе прога
    программа сайт сайте сайта
  internet: internet wifi network connection online интернет вайфай сеть соединение связь инет
  video: video movie film movies films show series episode видео фильм фильмы кино сериал серия серии мультик
  watch: watch watching view play stream playing смотреть посмотреть глядеть просмотр смотрю воспроизвести
  sound: sound audio volume voice hear mute music звук аудио громкость слышно голос озвучка
  subtitle: subtitle subtitles captions субтитры сабы титры
  language: language english russian translate язык русский английский перевод озвучка
  picture: picture image screen quality resolution hd blurry картинка изображение экран качество разрешение
  download: download downloaded downloading offline save скачать скачивание загрузить загрузка закачать
    сохранить офлайн
  child: child children kid kids son daughter teen teenager minor age ребенок ребенка дети детей детский сын
    дочь возраст
  family: family wife husband partner spouse friend friends семья семейный жена муж друг друзья родственник
  company: company firm business corporate organization компания фирма организация юрлицо бизнес
  document: document documents receipt invoice statement bill cheque check certificate документ документы чек
    квитанция счет справка выписка
  complain: complain complaint dissatisfied unhappy angry terrible awful bad жалоба пожаловаться претензия
    недоволен ужас ужасно плохо отвратительно кошмар
  thank: thank thanks thx cheers appreciate спасибо благодарю благодарность спс
  hello: hello hi hey greetings morning evening привет здравствуйте здорово добрый приветствую хай
  bye: bye goodbye farewell later пока свидания прощай прощайте
  yes: yes yeah yep sure ok okay right correct agree да ага угу конечно ок окей хорошо ладно верно согласен
  no: no nope nah not never нет неа не никогда
  good: good great nice excellent awesome cool love like perfect хорошо отлично класс супер круто замечательно
    прекрасно нравится молодец
  twice: twice double duplicate duplicated repeated again дважды двойное двойной дубль повторно повторное опять
    снова
  limit: limit limits maximum minimum max restriction restrictions лимит лимиты ограничение максимум минимум
  unknown: unknown unrecognized unfamiliar recognize recognise unexpected strange suspicious незнакомый
    неизвестный неизвестная непонятный странный левый
  find: find search look locate seek найти искать поиск найди ищу отыскать
  open: open opening opened открыть открой откройте открытие
  address: address addresses street city office location адрес адреса улица город офис
  work-hours: hours schedule open weekend opening график часы режим выходные
  gift: gift present подарок подарить подарочный сертификат
  name: name named called surname имя зовут фамилия фио
  set: set setting settings configure setup настроить настройка настройки установить поставить установка
  light: light lights lamp свет лампа лампочка освещение светильник
  lower: lower decrease reduce less down dim уменьшить уменьши понизить понизь убавить тише снизить
  raise: raise increase more up louder увеличить увеличь повысить прибавить громче поднять
  next: next skip forward следующий следующая дальше вперед пропустить
  back: back previous return назад предыдущий вернуться обратно
  repeat: repeat again resend повтори повторить повторите заново
  info: info information detail details tell about explain информация сведения подробнее расскажи рассказать
    объясни описание
  virtual: virtual digital online виртуальный виртуальная цифровой
  salary: salary wage wages payroll income paycheck зарплата зарплату зарплатный зарплатная доход оклад
  bank: bank banks banking банк банка банком
  sms: sms text message notification notifications push смс сообщение уведомление уведомления пуш рассылка
  tomorrow: tomorrow завтра
  room: room kitchen bedroom bathroom living garage office hall комната кухня спальня ванная гостиная гараж
    кабинет зал прихожая
  music: music song songs track album artist playlist музыка песня песню трек альбом плейлист
  weather: weather forecast temperature rain snow sunny погода прогноз температура дождь снег
  timer: timer alarm reminder remind countdown таймер будильник напоминание напомни напомнить
  calendar: calendar meeting appointment event schedule календарь встреча событие расписание
  travel: travel trip flight flights fly vacation visa luggage hotel поездка рейс полет отпуск виза багаж отель
  food: food recipe cook eat meal restaurant dish lunch dinner еда рецепт готовить есть ресторан блюдо обед ужин
  car: car vehicle auto gas oil tire машина авто автомобиль бензин шины
  joke: joke jokes funny laugh humor шутка шутки анекдот смешно пошути
  bot: bot robot chatbot ai machine computer assistant бот робот чатбот программа машина
  love: love like adore marry kiss люблю любовь нравишься обожаю женись замуж
  age: age old born birthday возраст лет родился рождения
  live: live home house жить живешь дом живете
  sad: sad bored boring tired lonely грустно скучно устал одиноко печально
  happy: happy glad excited fun рад рада счастлив весело
  fast: fast quick quickly urgent soon asap быстро быстрее срочно скорее
  size: size big large small long short размер большой маленький
  door: door lock window garage gate дверь замок окно ворота
  color: color colour red green blue white цвет красный зеленый синий белый
  channel: channel channels канал каналы канала
  insurance: insurance insured policy claim страховка страхование страховой полис
  loan: loan credit mortgage debt borrow installment interest кредит кредита ипотека долг рассрочка займ процент
    заем
  tax: tax taxes vat налог налоги
  apple-google: apple google android iphone samsung айфон андроид гугл эпл самсунг
  visa-mastercard: visa mastercard american express mir мир виза мастеркард
  merchant: merchant shop store seller retailer vendor магазин продавец торговец
  job: job work career vacancy hire apply работа вакансия вакансии карьера устроиться
  partner: partner partnership advertise advertising cooperation collaboration сотрудничество реклама партнер
    партнерство
  review: review rating rate feedback stars отзыв отзывы оценка рейтинг
  recommend: recommend recommendation suggest suggestion advice advise посоветуй порекомендуй рекомендация совет
    посоветовать порекомендовать
  actor: actor actress director cast актер актриса режиссер снимался
  season: season seasons episodes part сезон сезона часть серия
  history: history log past recent previous история просмотров недавние прошлые
  privacy: privacy private personal data gdpr персональные данные конфиденциальность личные
  security: security secure safe safety protect безопасность безопасно защита защитить
  curtain: curtain curtains blind blinds shutter shutters шторы штора шторка жалюзи ставни
    занавеска занавески
  fan: fan fans ventilator вентилятор вентилятора вентиляторы
  heating: heating heater heat thermostat climate ac conditioner отопление обогреватель термостат климат
    кондиционер
  vacuum: vacuum clean cleaner cleaning robovac пылесос пылесосить убери уборка
  lock: lock unlock locked locks замок замки запри отопри
  sensor: sensor detector датчик датчики сенсор
  battery: battery batteries charge charged charger батарея батарейка батареи аккумулятор заряд
  bright: brightness bright brighter dim dimmer яркость ярче тусклый
  volume: volume loud louder quiet quieter mute громкость громче тише
  pause: pause paused hold пауза паузу приостанови
  resume: resume continue unpause proceed продолжи продолжай продолжить возобнови
  list: list lists todo shopping список списка дел покупок
  state: state status condition состояние статус положение состоянии
  never-mind: nevermind forget cancel отбой забудь забей неважно отмена передумал передумала проехали отставить
  news: news headline headlines новости новость заголовки
  time-now: time clock oclock timezone время часы час
  radio: radio station fm podcast podcasts радио станция подкаст
  book: book reserve reservation booking audiobook бронь забронировать бронирование книга
  taxi: taxi cab uber lyft ride такси поездка
  train: train bus metro subway ticket tickets traffic поезд автобус метро билет билеты пробки
  game: game games play игра игры сыграть
  coffee: coffee espresso tea кофе чай кофеварка
  plug: plug socket outlet розетка розетки
  social: tweet twitter facebook post instagram social твит соцсети пост вк вконтакте инстаграм телеграм
  meaning: meaning definition define mean spell synonym определение означает значит слово
  math: calculate multiply divide plus minus sum посчитай сложи умножь вычисли
  coin: coin dice flip roll random монетка кубик случайное
  health: health doctor sick illness hospital calorie calories здоровье врач болезнь больница калории
  diet: nutrition vitamin sugar carbs protein питание витамины сахар белок
  translate: translate translation переведи
  rewards: rewards points miles cashback кэшбек кешбек баллы мили
  apr: apr interest percentage процент ставка проценты
  shift: schedule shift pto vacation leave отпуск отгул смена
  pretty: beautiful pretty gorgeous handsome attractive cute lovely amazing stunning sexy красивый красивая красавица
    красотка милый милая симпатичный очаровательная прелесть привлекательная
  clever: clever smart intelligent brilliant genius wise qualified educated умный умная умница гений сообразительный
    интеллект мудрый
  stupid: stupid dumb idiot fool silly moron тупой тупая глупый дурак дура идиот дебил болван кретин тупица
  bad: bad terrible horrible awful worst useless worthless crap suck sucks waste плохой плохая ужасный худший бесполезный
    отстой фигня ерунда бред гадость паршивый отвратительный
  annoying: annoying irritating annoy irritate bother nag бесит бесишь раздражает раздражаешь достал достала надоел
    надоела задолбал
  crazy: crazy insane mad nuts lunatic сумасшедший псих безумный ненормальный чокнутый рехнулся
  boring: boring bored dull tedious скучный скучно скучаю нудный зануда
  angry: angry furious annoyed upset mad злой зол злюсь сердитый сердишься обижен обиделся
  lonely: lonely alone loneliness single одинокий одиноко один одна одиночество
  tired: tired sleepy sleep exhausted asleep rest устал устала спать сонный сон отдыхать засыпаю
  busy: busy occupied working занят занята дела заняты работаешь
  hungry: hungry eat eating food starving thirsty голоден голодный голодна есть кушать ешь поесть еда жрать
  fired: fired fire dismissed dismiss sack sacked уволен уволена увольняю увольнение
  maker: creator created create maker made developer developers developed programmer author inventor built создатель
    создал создали разработчик разработчики разработал программист автор сделал придумал
  owner: owner boss master chief own owns belong хозяин владелец начальник босс шеф директор
  true: true truth truly honest correct right правда истина честно верно прав права правильно
  lie: lie lying liar false fake wrong врешь врать ложь лжешь обман неправда вранье
  origin: origin country hometown nationality откуда родом родина родился страна
  hobby: hobby hobbies fun interest interests free leisure хобби увлечения увлекаешься развлечься досуг занимаешься
  friend: friend friends friendship buddy pal друг друзья дружить подружиться дружба приятель
  sex: boy girl male female gender man woman мальчик девочка парень девушка мужчина женщина пол
  life: life meaning universe world god soul death жизнь смысл вселенная мир бог душа смерть
  real: real really alive living настоящий реальный живой существуешь правда
  wait: wait waiting moment hold minute подожди подождите погоди жди момент минутку секунду
  apologise: sorry apologise apologize excuse forgive pardon извини извините прости простите извиняюсь сорри
  please: please пожалуйста плиз прошу
  great: great cool awesome wonderful amazing fantastic super круто классно супер здорово отлично шикарно офигенно
  laugh: haha lol hahaha funny rofl хаха ахаха лол смешно ржу ржака прикол
  song: sing song dance poem петь спой песню танцуй стих стихи стихотворение
  philosophy: think opinion believe think думаешь мнение считаешь веришь мысли
  war: war politics president government election война политика президент правительство выборы
  school: school lesson homework study student university exam школа урок уроки учеба студент экзамен университет
  sport: sport football soccer hockey team match score спорт футбол хоккей команда матч счет
  wedding: marry marriage wedding wife husband замуж женись жениться свадьба выходи муж жена
  shut: close closed closing shut lower закрой закрыть закройте прикрой опусти задвинь зашторь
  unshut: open opened opening raise lift открой открыть откройте подними раскрой раздвинь приоткрой
  put: set put place adjust поставь поставить установи установить задай выставь
  previous: previous prev last earlier прошлый прошлую предыдущий предыдущую предыдущая
  much: level amount quantity percent уровень количество процент процентов значение величина
  distance: far distance near close away далеко расстояние дистанция близко
  temperature: temperature degrees cold hot warm cool температура градусов градуса холодно жарко тепло
  today: today tonight now currently сегодня сейчас
  yesterday: yesterday вчера
  recipient: recipient beneficiary payee receiver получатель получателю получателя адресат
  deposit: deposit deposits savings saving вклад вклады депозит накопления накопительный сбережения
  bank-account: account iban sort swift счет счета счету расчетный реквизиты бик
  debit-order: direct standing recurring mandate автоплатеж автоплатежи поручение регулярный
  statement: statement history transactions transaction operations выписка история операции операций транзакции транзакция
  passport: passport id document licence license papers паспорт паспорта удостоверение снилс инн документ
  proof: proof evidence source origin certificate справка подтверждение доказательство
  branch: branch office location nearest отделение отделения офис ближайший ближайшее филиал
  atm: atm atms cashpoint cash machine dispenser withdraw withdrawal банкомат банкомата банкоматы терминал наличные
  contactless: contactless tap nfc pay wireless бесконтактный бесконтактная приложить
  reissue: reissue renew expire expired expires expiry expiration replacement перевыпуск перевыпустить истек истекает
    истечет просрочена срок
  swallowed: swallowed stuck ate kept retained ejected застряла съел зажевал проглотил забрал
  currency-word: currency currencies dollar dollars euro euros pound pounds usd eur gbp валюта валюты доллар доллары евро
    рубль рубли рублей фунт
  invest: invest investment stock stocks shares broker brokerage crypto bitcoin инвестиции инвестировать акции брокер
    брокерский облигации крипта биткоин
  repay: repay repayment early payoff instalment installment overdue погасить погашение досрочно досрочное просрочка
    просрочил задолженность
  refinance: refinance restructure consolidation рефинансирование рефинансировать реструктуризация каникулы
  arrest: seized seizure bailiff frozen арест арестован приставы пристав взыскание
  pension: pension retirement pensioner пенсия пенсии пенсионер пенсионный
  compromised: compromised leaked unsafe phishing suspicious strangers мошенники мошенник подозрительный утечка
  partial: partial partially half missing some less incomplete частично часть половина неполная меньше
  overcharged: overcharged extra additional лишние лишнее больше переплатил
  appear: appear appears appeared show showing reflected reflect visible отображается отображаться отобразился появились
    появилось видно
  disposable: disposable temporary single одноразовый одноразовая временный временная
  delivery-speed: express fast urgent quick expedite rush срочно быстро ускорить экспресс
  why-fail: unsuccessful unable failed failing error неудачно неуспешно ошибка сбой
  website: website site url link page webpage web homepage domain сайт сайта ссылка ссылку страница страницу домен
  test: test tests tested testing tester try trying beta preview тест тестировать тестирование опробовать попробовать
  follow: follow subscribe channel group community подписаться канал группа сообщество
  license: license licence terms agreement rules policy conditions условия правила соглашение договор лицензия оферта
`

// Part of any text: when they were never seen it says nothing of what a text is about.
const EMPTY = `
  a an the i you he she it we they me my your his her its our their this that these those is am are was were be been do
  does did have has had will would can could should may might must to of in on at for from by with about as and or but
  if so then there here not no up out just please want need like get what which who how where when why some any all
  я ты он она оно мы вы они мне меня мой моя мое мои мою твой ваш наш его ее их это этот эта эти тот та то те в во на
  по за к ко с со у о об из от до для при и а но или если же ли бы не ни уже еще только вот так тут там быть есть был
  была было можно надо нужно хочу как что чтобы где когда почему зачем кто какой какая какие пожалуйста
`

// Left alone by the layout fixer though Russian phrases hardly have them.
const LATIN_WORDS = `
  android apple asdf avi bluetooth chrome cvc cvv discord dns docx edge email error excel facebook firefox flac gif github
  gmail google gps gpu gpt hdmi html http https icloud id ios ip ipad iphone jpg kindle laptop lg lte mac mail mastercard
  mkv mp3 mp4 netflix ok opera paypal pdf php ping pin png premium pro ps5 qr qwerty ram router safari samsung sim site
  skype smart sms sony spotify ssd steam stream telegram tiktok tv twitch uber url usb viber vip visa vk vpn whatsapp wifi
  windows word www xbox xiaomi yandex youtube zip zoom
`

/** Words that tell nothing of what a text is about. */
export const EMPTY_WORDS: ReadonlySet<string> = new Set(EMPTY.trim().split(/\s+/))

/** Word → the groups it stands in. */
export const CONCEPTS_OF_WORD: ReadonlyMap<string, readonly string[]> = wordsInGroups()

/** Every word above, for those who ask what people write at all. */
export const KNOWN_WORDS: readonly string[] = [...CONCEPTS_OF_WORD.keys(), ...LATIN_WORDS.trim().split(/\s+/)]

function wordsInGroups(): ReadonlyMap<string, readonly string[]> {
  const concepts = new Map<string, readonly string[]>()
  let group = ''
  for (const word of GROUPS.trim().split(/\s+/)) {
    if (word.endsWith(':')) group = word.slice(0, -1)
    else concepts.set(word, [...(concepts.get(word) ?? []), group])
  }
  return concepts
}
