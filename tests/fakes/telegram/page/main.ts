/** The page of `kotik fake telegram` and `kotik fake vk`: one person plays customers and operators. */
import { listen } from './api.ts'
import { drawChat, mountChat } from './chat.ts'
import { showAnswers } from './messages.ts'
import { drawSide, titleOf } from './side.ts'
import { onState, refresh } from './state.ts'
import { isRussian } from './words.ts'

document.documentElement.lang = isRussian ? 'ru' : 'en'
mountChat()
onState(drawSide)
onState(drawChat)
onState(({ town }) => {
  document.title = titleOf(town)
})
listen(() => {
  void refresh()
  void showAnswers()
})
