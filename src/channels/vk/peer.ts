/** Whose conversation is whose dialogue. */
import { type ConversationId, channelAndChat, conversationId } from '../../domain/ids.ts'

export const VK = 'vk'

export const conversationOf = (peer: number) => conversationId(VK, String(peer))
export const peerIn = (conversation: ConversationId) => Number(channelAndChat(conversation).chat)
