import { namesIn } from "../../routing/names-in.ts";

/**
 * What LiteLLM 1.108.7 has models for (`model_info.mode`): the modes of its model list
 * (`model_prices_and_context_window_backup.json`) and of its health checks (`litellm_core_utils/health_check_helpers.py`).
 */
export const litellmModes: ReadonlySet<string> = namesIn(`
  anthropic_messages audio_speech audio_transcription batch chat completion decisions embedding evaluation extraction
  guardrail image_edit image_generation moderation ocr realtime rerank responses search vector_store video_generation
`);
