import { namesIn } from "./names-in.ts";

/** The version of LiteLLM whose names these are. */
export const litellmVersion = "1.108";

/** Prefixes of LiteLLM 1.108.7 (`litellm.types.utils.LlmProviders`) that answer chats. */
export const litellmProviders: ReadonlySet<string> = namesIn(`
  a2a a2a_agent ai21 ai21_chat aiml aiohttp_openai amazon_nova anthropic anthropic_text apertis auto_router azure
  azure_ai azure_text baseten bedrock bedrock_mantle bespoke bytez cerebras charity_engine chatgpt chutes clarifai
  cloudflare codestral cognition cohere cohere_chat cometapi compactifai coralbricks cortecs cursor custom
  custom_openai darkbloom dashscope databricks databricks_agent datarobot deepinfra deepseek docker_model_runner
  edenai empower featherless_ai fireworks_ai friendliai galadriel gdc gemini gigachat github github_copilot
  gradient_ai groq helicone heroku hosted_vllm huggingface hyperbolic inception inferenceapis lambda_ai langflow
  langgraph laya lemonade libertai litellm_agent litellm_proxy llamafile lm_studio manus maritalk meta meta_llama
  microsoft_365_copilot minimax mistral modelscope moonshot morph nadir nano-gpt nebius neosantara nlp_cloud novita
  nscale nvidia_nim oci ollama ollama_chat oobabooga openai openai_like openrouter ovhcloud parasail perplexity
  petals pinstripes poe predibase prism publicai qwen_ai_platform qwencloud ragflow reka replicate sagemaker
  sagemaker_chat sagemaker_nova sail sambanova sap scaledown scaleway scx-ai snowflake strands_decider synthetic
  tencent tensormesh text-completion-codestral text-completion-inception text-completion-openai together_ai triton
  typesafe v0 vercel_ai_gateway vertex_ai vertex_ai_beta vllm volcengine wandb watsonx watsonx_text xai xiaomi_mimo
  xinference zai
`);

/** Its prefixes for embeddings, ranking, speech, pictures and search: no chat model stands behind them. */
export const litellmProvidersWithoutChat: ReadonlySet<string> = namesIn(`
  assemblyai aws_polly aws_textract azure_speech black_forest_labs deepgram elevenlabs fal_ai infinity jina_ai
  milvus mongodb nvidia_riva pg_vector recraft reducto runwayml s3_vectors soniox stability topaz transcribe valkey
  voyage
`);

/** Prefixes with which LiteLLM fills a prompt first; Promptscope has `langfuse/` and `dotprompt/` of them. */
export const litellmPromptManagers: ReadonlySet<string> = namesIn("arize_phoenix bitbucket dotprompt gitlab humanloop");
