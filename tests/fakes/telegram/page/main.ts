/** The page of `kotik fake telegram`: one person plays customers and operators. */
import { listen } from './api.ts'
import { drawChat, mountChat } from './chat.ts'
import { showAnswers } from './messages.ts'
import { drawSide } from './side.ts'
import { onState, refresh } from './state.ts'
import { isRussian, say } from './words.ts'

document.documentElement.lang = isRussian ? 'ru' : 'en'
document.title = say('title')
mountChat()
onState(drawSide)
onState(drawChat)
listen(() => {
  void refresh()
  void showAnswers()
})
