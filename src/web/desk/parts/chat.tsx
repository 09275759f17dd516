import { take } from '../deeds.ts'
import { select } from '../loading.ts'
import { current, currentCard, dialog, mayDirect, pane, selected, typing } from '../state.ts'
import { words } from '../words.ts'
import { Actions } from './actions.tsx'
import { nameOf, topicTitle } from './card.tsx'
import { Composer } from './composer.tsx'
import { Cat, Icon } from './icon.tsx'
import { Transcript } from './transcript.tsx'

export function Chat() {
  const view = current.value
  if (selected.value === undefined) return <NothingChosen />
  if (!view) return <main class="chat" aria-busy="true" />
  return (
    <main class="chat">
      <ChatHead />
      <Transcript key={view.ticket.id} />
      <Typing />
      <Foot />
    </main>
  )
}

function NothingChosen() {
  return (
    <main class="chat nothing">
      <Cat />
      <p>
        <strong>{words.value.pickTitle}</strong>
      </p>
      <p class="soft">{words.value.pick}</p>
    </main>
  )
}

function ChatHead() {
  const card = currentCard.value
  const said = words.value
  if (!card) return null
  const urgent = card.priority === 'high' || card.priority === 'urgent'
  return (
    <header class="chat-head">
      <button type="button" class="ghost back" aria-label={said.back} onClick={() => select(undefined)}>
        <Icon name="back" />
      </button>
      <button
        type="button"
        class="ghost about-customer"
        aria-label={said.customer}
        title={`${said.customer} (I)`}
        onClick={() => {
          pane.value = pane.value === 'customer' ? 'chat' : 'customer'
        }}
      >
        <Icon name="person" />
      </button>
      <div class="grow">
        <h2>{nameOf(card)}</h2>
        <p class="soft subline">
          №{card.id}
          {urgent ? <b class="urgent">· {said.priorities[card.priority]}</b> : null}
          <button
            type="button"
            class="chip"
            disabled={!mayDirect.value}
            title={`${said.topic} (G)`}
            onClick={() => {
              dialog.value = 'topic'
            }}
          >
            <Icon name="tag" />
            <span class="visually-hidden">{said.topic}: </span>
            <span>{topicTitle(card.topic)}</span>
          </button>
        </p>
      </div>
      <Actions />
    </header>
  )
}

function Typing() {
  const found = typing.value.get(selected.value ?? 0)
  const said = words.value
  return (
    <p class="typing" aria-live="polite">
      {found ? (
        <>
          {found.who ? said.operatorTyping(found.who) : said.customerTyping}
          <span class="dots" aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
        </>
      ) : null}
    </p>
  )
}

/** A waiting chat is first taken, then answered; a note may be left before that. */
function Foot() {
  const card = currentCard.value
  const said = words.value
  return (
    <footer class="chat-foot">
      {current.value?.unreachable ? (
        <p class="foot-word bad">
          <Icon name="warn" />
          {said.unreachable}
        </p>
      ) : null}
      {card?.status === 'waiting' ? (
        <p class="foot-word">
          {said.waitingChat}
          <button type="button" class="primary" onClick={() => take()}>
            {said.take}
            <kbd>E</kbd>
          </button>
        </p>
      ) : null}
      <Composer />
    </footer>
  )
}
